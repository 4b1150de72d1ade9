import type { ReactNode } from 'react'
import type { Order } from '../../src/http/contract/object.ts'
import { When, WhenAndCountdown } from '../parts/time.tsx'
import { type Fact, Facts } from './facts.tsx'
import page from './page.module.css'

/** A card's place on its way to the bureau, with what has happened so far and no step that has not. */
export function OrderSection({ order }: { order: Order }) {
  return (
    <section aria-labelledby="order">
      <h2 id="order" className={page.heading}>
        Order
      </h2>
      <Facts facts={factsOf(order)} />
    </section>
  )
}

function factsOf(order: Order): Fact[] {
  const facts: [string, ReactNode][] = [
    ['Now', words[order.status]],
    [
      'Queued',
      <>
        <When at={order.queuedAt} /> by {order.queuedBy}
      </>,
    ],
    ['Bureau', order.bureau],
    ['Leaves', order.leavesAt && order.status === 'queued' ? <WhenAndCountdown at={order.leavesAt} /> : null],
    ['Withdrawn', order.withdrawnAt && <When at={order.withdrawnAt} />],
    ['Taken into a batch', order.claimedAt && <When at={order.claimedAt} />],
    ['Batch', order.batch && `${order.batch.number} (${order.batch.status})`],
    ['Handed over', order.sentAt && <When at={order.sentAt} />],
    ['Bureau answered', order.answeredAt && <When at={order.answeredAt} />],
    ['Bureau’s reference', order.bureauReference],
  ]
  return facts.filter(([, value]) => value !== null && value !== '').map(([label, value]) => ({ label, value }))
}

const words: Record<Order['status'], string> = {
  queued: 'waits in our queue; the bureau has not been given it',
  claimed: 'taken into a batch that is being handed over',
  sent: 'handed over to the bureau',
  answered: 'answered by the bureau',
  withdrawn: 'withdrawn; the bureau never received it',
}

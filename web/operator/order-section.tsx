import type { Order } from '../../src/http/contract/object.ts'
import { When } from '../parts/time.tsx'
import { type Fact, Facts } from './facts.tsx'
import { LeavesFact } from './leaves.tsx'
import type { Leaving } from './leaving.ts'
import page from './page.module.css'

/** A card's place on its way to the bureau, with what has happened so far and no step that has not. */
export function OrderSection({ order, leaving }: { order: Order; leaving: Leaving | undefined }) {
  return (
    <section aria-labelledby="order">
      <h2 id="order" className={page.heading}>
        Order
      </h2>
      <Facts facts={factsOf(order, leaving)} />
    </section>
  )
}

function factsOf(order: Order, leaving: Leaving | undefined): Fact[] {
  const facts: Fact[] = [
    { label: 'Now', value: words[order.status] },
    {
      label: 'Queued',
      value: (
        <>
          <When at={order.queuedAt} /> by {order.queuedBy}
        </>
      ),
    },
    { label: 'Bureau', value: order.bureau },
    { label: 'Leaves', value: leaving ? <LeavesFact leaving={leaving} /> : null },
    { label: 'Withdrawn', value: order.withdrawnAt && <When at={order.withdrawnAt} /> },
    { label: 'Taken into a batch', value: order.claimedAt && <When at={order.claimedAt} /> },
    { label: 'Batch', value: order.batch && `${order.batch.number} (${order.batch.status})` },
    { label: 'Handed over', value: order.sentAt && <When at={order.sentAt} /> },
    { label: 'Bureau answered', value: order.answeredAt && <When at={order.answeredAt} /> },
    { label: 'Bureau’s reference', value: order.bureauReference },
  ]
  return facts.filter(({ value }) => value !== null && value !== '')
}

const words: Record<Order['status'], string> = {
  queued: 'waits in our queue; the bureau has not been given it',
  claimed: 'taken into a batch that is being handed over',
  sent: 'handed over to the bureau',
  answered: 'answered by the bureau',
  withdrawn: 'withdrawn; the bureau never received it',
  recalled: 'stopped by the bureau; no card will come',
}

import type { OneObject, Order } from '../../src/http/contract/object.ts'
import { TextLink } from '../parts/links.tsx'
import { useMe } from '../parts/session.ts'
import { Countdown, When } from '../parts/time.tsx'
import { type Fact, Facts } from './facts.tsx'
import { LeavesFact } from './leaves.tsx'
import type { Leaving } from './leaving.ts'
import page from './page.module.css'

/** A card's place on its way to the bureau, with what has happened so far and no step that has not. */
export function OrderSection({ order, fields, leaving }: { order: Order; fields: OneObject['fields']; leaving: Leaving | undefined }) {
  return (
    <section aria-labelledby="order">
      <h2 id="order" className={page.heading}>
        Order
      </h2>
      <Facts
        facts={[...queueFacts(order, leaving), ...bureauFacts(order), ...shipmentFacts(fields)].filter(({ value }) => isTold(value))}
      />
    </section>
  )
}

const isTold = (value: Fact['value']): boolean => value !== null && value !== undefined && value !== false && value !== ''

function queueFacts(order: Order, leaving: Leaving | undefined): Fact[] {
  return [
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
  ]
}

function bureauFacts(order: Order): Fact[] {
  return [
    { label: 'Taken into a batch', value: order.claimedAt && <When at={order.claimedAt} /> },
    { label: 'Batch', value: order.batch && <BatchFact batch={order.batch} /> },
    { label: 'Handed over', value: order.sentAt && <When at={order.sentAt} /> },
    { label: 'Can be recalled', value: order.status === 'sent' && order.batch?.cutOffAt && <CutOff at={order.batch.cutOffAt} /> },
    { label: 'Bureau answered', value: order.answeredAt && <When at={order.answeredAt} /> },
    { label: 'Bureau’s reference', value: order.bureauReference },
  ]
}

/** Where the card is on its way to its holder, as the bureau told it. */
function shipmentFacts({ carrier, trackingNumber, shippedAt }: OneObject['fields']): Fact[] {
  if (!carrier && !shippedAt) return []
  return [
    {
      label: 'Shipped',
      value: (
        <>
          {shippedAt ? <When at={String(shippedAt)} /> : 'yes'}
          {carrier ? ` with ${String(carrier)}` : ''}
        </>
      ),
    },
    { label: 'Tracking number', value: trackingNumber ? String(trackingNumber) : null },
  ]
}

function BatchFact({ batch }: { batch: NonNullable<Order['batch']> }) {
  const mayOpen = useMe()?.adminGroups.includes('production')
  const name = `Batch ${batch.number}`
  return (
    <>
      {mayOpen ? (
        <TextLink to="/admin/production/batches/$batch" params={{ batch: batch.id }} preload={false}>
          {name}
        </TextLink>
      ) : (
        name
      )}{' '}
      ({batch.status})
    </>
  )
}

/** Until when the bureau takes the order back; afterwards that it does not. */
function CutOff({ at }: { at: string }) {
  return (
    <>
      until <When at={at} />, <Countdown at={at} past="which has passed" />
    </>
  )
}

const words: Record<Order['status'], string> = {
  queued: 'waits in our queue; the bureau has not been given it',
  claimed: 'taken into a batch that is being handed over',
  sent: 'handed over to the bureau',
  answered: 'answered by the bureau',
  withdrawn: 'withdrawn; the bureau never received it',
  recalled: 'stopped by the bureau; it was recalled in time',
}

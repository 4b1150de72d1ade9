import { type PersonalWords, type Refusal, refuse } from '../engine/refusal.ts'
import type { StoredOrder } from '../store/order.ts'

/** The code of every refusal of what needs an order in the queue. */
export const HANDED_OVER = 'order_already_handed_over'

/**
 * Why an order can no longer be taken out of the queue, held or given to another bureau: who or what closed the window, when, and what can
 * still be done. `bureau` is what people call the bureau.
 */
export function tooLate(order: StoredOrder | undefined, bureau: string, now: Date): Refusal {
  if (!order) return refuse(HANDED_OVER, 'This card has no order in the queue. Nothing was changed.', 'Look at the history of the card.')
  if (order.status === 'withdrawn')
    return refuse(
      HANDED_OVER,
      `This order was already taken out of the queue${since(order.withdrawnAt, now)}. Nothing was changed.`,
      'There is nothing left to abort.',
    )
  if (order.status === 'recalled')
    return refuse(
      HANDED_OVER,
      `${bureau} stopped this order${since(order.answeredAt, now)}. Nothing was changed.`,
      'There is nothing left to abort.',
    )
  if (order.status === 'claimed')
    return refuse(
      HANDED_OVER,
      `This order left the queue${since(order.claimedAt, now)}${inBatch(order)}, which is being handed over to ${bureau}. Nothing was changed.`,
      'Wait a moment: if the bureau cannot be reached the order comes back to the queue. Otherwise recall it from the bureau, or have the card blocked on arrival.',
      releasedBy(order),
    )
  return refuse(
    HANDED_OVER,
    `This order was ${handedOver(order, bureau, now)}. Nothing was changed.`,
    remedy(order, now),
    releasedBy(order),
  )
}

/** The same about a card that has moved on, for whoever asked for something that is possible in the queue alone. */
export function movedOn(title: string, state: string, order: StoredOrder, bureau: string, now: Date): Refusal {
  return refuse(
    'wrong_state',
    `${title} is ${state} and was ${handedOver(order, bureau, now)}. Nothing was changed.`,
    remedy(order, now),
    releasedBy(order),
  )
}

/** How long ago something was, as " 20 seconds ago"; empty where nobody knows. */
export function since(then: Date | null, now: Date): string {
  if (!then) return ''
  const seconds = Math.max(0, Math.round((now.getTime() - then.getTime()) / 1000))
  if (seconds < 90) return ` ${seconds} second${seconds === 1 ? '' : 's'} ago`
  if (seconds < 5400) return ` ${Math.round(seconds / 60)} minutes ago`
  if (seconds < 129_600) return ` ${Math.round(seconds / 3600)} hours ago`
  return ` ${Math.round(seconds / 86_400)} days ago`
}

const handedOver = (order: StoredOrder, bureau: string, now: Date): string =>
  `handed over to ${bureau}${since(order.sentAt ?? order.claimedAt, now)}${inBatch(order)}`

const releasedBy = ({ batch }: StoredOrder): PersonalWords => ({ names: batch?.by ? [batch.by] : [] })

const inBatch = ({ batch }: StoredOrder): string => (batch ? ` in batch ${batch.number}${batch.by ? `, released by ${batch.by}` : ''}` : '')

function remedy({ status, batch }: StoredOrder, now: Date): string {
  if (status === 'answered') return 'The bureau has finished with it. Look at the history of the card.'
  const isOver = batch?.cutOffAt && batch.cutOffAt.getTime() <= now.getTime()
  return isOver
    ? 'The bureau takes orders of this batch back no more. Have the card blocked on arrival.'
    : 'Recall it from the bureau, or have the card blocked on arrival.'
}

/** A queued order and its moment of no return, as the page tells it from one second to the next. */
import type { Order } from '../../src/http/contract/object.ts'

export type Leaving =
  /** `soon` from ten minutes before on, when each second is told. */
  | { readonly now: 'waiting'; readonly at: string; readonly soon: boolean }
  /** The time has come: the order may be claimed this second, and whether it was is not known yet. */
  | { readonly now: 'leaving' }
  /** The time went by, and nothing was heard since. */
  | { readonly now: 'overdue'; readonly at: string }
  | { readonly now: 'held'; readonly at: string; readonly by: string; readonly why: string | null }
  | { readonly now: 'stopped'; readonly at: string; readonly bureau: string }
  | { readonly now: 'unplanned' }

export type QueuedOrder = Pick<Order, 'status' | 'bureau' | 'abortableUntil' | 'heldAt' | 'heldBy' | 'heldWhy' | 'stoppedAt'>

const SOON = 10 * 60_000
/** So long after its time a release may claim an order before the page believes that it does not. */
const PATIENCE = 30_000

/**
 * Where a queued order stands at a moment; undefined where it is not in the queue. `begun` is the release that came due before the eyes of
 * this page: the server speaks of the one after it at once, and only what became of the order says whether it was left out.
 */
export function leavingOf(order: QueuedOrder | null | undefined, now: number, begun: number | undefined): Leaving | undefined {
  if (order?.status !== 'queued') return undefined
  const { abortableUntil: at } = order
  if (order.heldAt) return { now: 'held', at: order.heldAt, by: order.heldBy ?? 'somebody', why: order.heldWhy }
  if (order.stoppedAt) return { now: 'stopped', at: order.stoppedAt, bureau: order.bureau }
  if (begun !== undefined && now >= begun && now < begun + PATIENCE) return { now: 'leaving' }
  if (at === null) return { now: 'unplanned' }
  const left = Date.parse(at) - now
  if (left > 0) return { now: 'waiting', at, soon: isSoon(at, now) }
  return left > -PATIENCE ? { now: 'leaving' } : { now: 'overdue', at }
}

/** Whether a moment to come is less than ten minutes away. */
export const isSoon = (at: string, now: number): boolean => Date.parse(at) - now <= SOON

/** What is said aloud of it: a sentence that changes when something changes, not with every second. Empty where nothing is to be said. */
export function aloud(leaving: Leaving | undefined, now: number): string {
  if (leaving?.now === 'leaving') return 'The order is being handed over.'
  if (leaving?.now !== 'waiting' || !leaving.soon) return ''
  const left = Date.parse(leaving.at) - now
  const mark = [1, 5, 10].find((minutes) => left <= minutes * 60_000) ?? 10
  return `The order leaves in less than ${mark === 1 ? 'a minute' : `${mark} minutes`}.`
}

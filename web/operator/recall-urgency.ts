/** How much a recall presses. Pure. */
import type { DeskRecall } from '../../src/http/contract/desk.ts'

const HOUR = 3_600_000

export const isOpenRecall = ({ state }: Pick<DeskRecall, 'state'>): boolean => ['asked', 'sent', 'overdue'].includes(state)

/** `late` once the answer is overdue, `soon` in the last hour before it is. */
export function urgencyOf(state: string, deadline: string, now: number): 'late' | 'soon' | 'calm' {
  const left = Date.parse(deadline) - now
  if (state === 'overdue' || left <= 0) return 'late'
  return left <= HOUR ? 'soon' : 'calm'
}

/** Whether the card is still to come, so that it can be marked. */
export const offersBlock = ({ state, card }: Pick<DeskRecall, 'state' | 'card'>): boolean =>
  card !== null && card.blockOnArrival === null && ['ordered', 'inProduction'].includes(card.state) && state !== 'accepted'

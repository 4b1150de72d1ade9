import type { StoredOrder } from '../store/order.ts'

/** What a bureau can report about a card. */
export type Reported = 'in-production' | 'produced' | 'shipped' | 'failed'

/**
 * How a report fits what is known. `record`: it is news. `unchanged`: it was said before. `late`: it was overtaken by what was said since.
 * The others change nothing and need a person: the order is not one that the bureau was given (`unknown`), the report goes against what it
 * said before (`contradiction`), or a card is made whose order was aborted or stopped (`ghost`).
 */
export type Fit = 'record' | 'unchanged' | 'late' | 'unknown' | 'contradiction' | 'ghost'

/** A card was produced in these states. */
const PRODUCED = new Set(['produced', 'active', 'inactive', 'locked', 'expired', 'blocked', 'destroyed'])

/** How a report of this bureau about an order of a card fits. `state` is the card's; `isNewest`: no other order of the card came after it. */
export function fitOf(
  reported: Reported,
  line: { readonly card: string; readonly bureau: string },
  order: StoredOrder | undefined,
  card: { readonly state: string; readonly isNewest: boolean },
): Fit {
  if (!order || order.cardId !== line.card || order.bureau !== line.bureau) return 'unknown'
  const isMade = reported !== 'failed'
  switch (order.status) {
    case 'queued':
    case 'claimed':
      return 'unknown'
    case 'withdrawn':
      return isMade ? 'ghost' : 'unknown'
    case 'recalled':
      return reported === 'produced' || reported === 'shipped' ? 'ghost' : 'late'
    case 'sent':
      if (reported === 'in-production') return card.state === 'ordered' ? 'record' : 'late'
      return 'record'
    case 'answered': {
      if (reported === 'in-production') return 'late'
      const wasProduced = card.isNewest && PRODUCED.has(card.state)
      if (reported === 'shipped') return wasProduced ? 'record' : 'contradiction'
      if (reported === 'produced') return wasProduced ? 'unchanged' : 'contradiction'
      if (wasProduced) return 'contradiction'
      return card.isNewest ? 'unchanged' : 'late'
    }
  }
}

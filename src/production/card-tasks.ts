/** Tasks about cards as they are used: their holder, their last day, and what was said of a failed order. */
import { user } from '../catalog/objects/user.ts'
import { stateLabel } from '../engine/object.ts'
import { refuse } from '../engine/refusal.ts'
import { readObjects, type StoredObject, shareObjects } from '../store/object.ts'
import { clearFailures } from '../store/order-answer.ts'
import { type Glance, type Held, NONE, type Refusals, type Task } from '../store/task.ts'
import { localDay } from './card-data.ts'

const checkHolder: Task = {
  label: 'Check that the holder is active',
  fails: { holder_not_active: 'The holder of the card is not active, so the card may be neither ordered nor used.' },
  foresee: async ({ db }, cards) => withoutActiveHolder(cards, await readObjects(db, user, holdersOf(cards))),
  // Until this leg is over no holder goes out of use: whoever takes them out of use then finds this card as the leg left it.
  run: async ({ tx }, cards) => withoutActiveHolder(cards, await shareObjects(tx, user, holdersOf(cards))),
}

const checkLastDay: Task = {
  label: 'Check that the last day of the card has passed',
  fails: { card_still_valid: 'The last day of the card has not passed.' },
  foresee: async (glance, cards) => stillValid(glance, cards),
  run: async (hand, cards) => stillValid(hand, cards),
}

const clearFailure: Task = {
  label: 'Clear what was said of the order that failed',
  fails: {},
  async run({ tx }, cards) {
    await clearFailures(
      tx,
      cards.map((card) => card.id),
    )
    return NONE
  },
}

export const cardTasks: Readonly<Record<string, Task>> = {
  'card.check-holder': checkHolder,
  'card.check-last-day': checkLastDay,
  'card.clear-failure': clearFailure,
}

const holdersOf = (cards: readonly Held[]): string[] => cards.flatMap(({ stored }) => stored.personId ?? [])

function withoutActiveHolder(cards: readonly Held[], found: readonly StoredObject[]): Refusals {
  const holders = new Map(found.map((holder) => [holder.id, holder.state]))
  return new Map(
    cards.flatMap((card) => {
      const state = holders.get(card.stored.personId ?? '')
      if (state === undefined || state === 'active') return []
      const refusal = refuse(
        'holder_not_active',
        `The holder of this card is ${stateLabel(user, state)}. Nothing was changed.`,
        state === 'inactive'
          ? 'Reactivate the user first; their inactive cards become active with them.'
          : 'A card is for its holder alone, so this one can be neither ordered nor used.',
      )
      return [[card.id, refusal] as const]
    }),
  )
}

function stillValid({ now, options }: Glance, cards: readonly Held[]): Refusals {
  const today = localDay(now, String(options.CardsAddonExtProdTimeZone))
  const refusal = refuse(
    'card_still_valid',
    'The last day of this card has not passed. Nothing was changed.',
    'Deactivate or lock the card to end its use earlier.',
  )
  return new Map(cards.filter(({ stored }) => !(String(stored.fields['validTo'] ?? '9999') < today)).map((card) => [card.id, refusal]))
}

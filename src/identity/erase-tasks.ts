/** Tasks that remove what is kept about people: all of it where somebody is erased, and what a rule names where its time is over. */
import { account } from '../catalog/objects/account.ts'
import { card } from '../catalog/objects/card.ts'
import { stateLabel } from '../engine/object.ts'
import { type Refusal, refuse } from '../engine/refusal.ts'
import { enumeration } from '../kit/enumeration.ts'
import { type CardOfPerson, cardsOfPeople } from '../store/card-of-person.ts'
import { type Erased, eraseCards, eraseParts, erasePeople } from '../store/erase.ts'
import { lockAccountsOf } from '../store/object.ts'
import { type Hand, type Held, NONE, type Refusals, type Task } from '../store/task.ts'

/** What a rule is performed with: what to remove, how long it was kept, and the version of the rule. */
export interface ToldRule {
  readonly parts: readonly ('photo' | 'fields')[]
  readonly days: number
  readonly version: string
}

const erase: Task = {
  label: 'Remove everything that is kept about the person',
  fails: { cards_in_use: 'A card of the user is under way or in use.' },
  foresee: async ({ db }, users) => refusalsOf(await cardsOfPeople(db, ids(users))),
  async run(hand, users) {
    const cards = await cardsOfPeople(hand.tx, ids(users), 'locked')
    const refusals = refusalsOf(cards)
    const people = ids(users).filter((id) => !refusals.has(id))
    const theirs = cards.filter(({ person }) => !refusals.has(person))
    const given = { people, cards: new Map(theirs.map(({ id, person }) => [id, person])) }
    await disableAccounts(hand, people)
    if (people.length > 0) tellErased(hand, people, await erasePeople(hand.tx, given, hand.newId, hand.now), {})
    return refusals
  },
}

const purgeUser: Task = {
  label: 'Remove the photo or the data of the user, as the rule says',
  fails: {},
  async run(hand, users) {
    const { parts, ...rule } = ruleOf(hand)
    const tables = parts.map((part) => (part === 'photo' ? ('photo' as const) : ('person' as const)))
    tellErased(hand, ids(users), await eraseParts(hand.tx, ids(users), tables), rule)
    return NONE
  },
}

const purgeCard: Task = {
  label: 'Remove what the card holds of its holder',
  fails: {},
  async run(hand, cards) {
    const { parts: _, ...rule } = ruleOf(hand)
    const given = { people: [], cards: new Map(ids(cards).map((id) => [id, id])) }
    tellErased(hand, ids(cards), await eraseCards(hand.tx, given, hand.now), rule)
    return NONE
  },
}

export const eraseTasks: Readonly<Record<string, Task>> = {
  'user.erase': erase,
  'user.purge': purgeUser,
  'card.purge': purgeCard,
}

/** Whoever was deactivated or locked has none that is active; a request that was aborted or rejected may have. */
async function disableAccounts(hand: Hand, people: readonly string[]): Promise<void> {
  hand.move(account, await lockAccountsOf(hand.tx, account, people, ['invited', 'active']), 'disable')
}

const ids = (objects: readonly Held[]): string[] => objects.map(({ id }) => id)

function ruleOf({ input }: Hand): ToldRule {
  const { parts = ['photo', 'fields'], days = 0, version = '' } = input as Partial<ToldRule>
  return { parts, days, version }
}

/** The proof: what was removed and how much of it, and nothing of what it was. */
function tellErased(hand: Hand, objects: readonly string[], erased: Erased, besides: Readonly<Record<string, unknown>>): void {
  for (const id of objects) {
    const rows = erased.get(id) ?? {}
    const words = Object.entries(rows).map(([label, count]) => `${label.toLowerCase()} (${count})`)
    hand.tell(id, { erased: rows, what: enumeration(words) || 'nothing was left', ...besides })
  }
}

/** Cards that nobody will hold: they are over, or never came to be. */
const OVER = new Set([...Object.entries(card.states).flatMap(([name, state]) => ('final' in state ? [name] : [])), 'failed', 'registered'])

/** What has to be done about a card before its holder can be erased. */
const FIRST: Readonly<Record<string, string>> = {
  requested: 'Abort or reject the request first.',
  processing: 'Abort the card order first.',
  ordered: 'Recall the card order, or wait until the bureau has answered.',
  inProduction: 'Recall the card order, or wait until the bureau has answered.',
  produced: 'Activate the card and lock it first.',
  blocked: 'Destroy the card first.',
}

function refusalsOf(cards: readonly CardOfPerson[]): Refusals {
  const refusals = new Map<string, Refusal>()
  for (const { person, number, state } of cards)
    if (!OVER.has(state) && !refusals.has(person))
      refusals.set(
        person,
        refuse(
          'cards_in_use',
          `Card ${number} of this user is ${stateLabel(card, state)}. Nothing was erased.`,
          FIRST[state] ?? 'Lock the user first: that locks their cards too.',
        ),
      )
  return refusals
}

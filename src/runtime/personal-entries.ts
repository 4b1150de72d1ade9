import { fillRandom, isId } from '../kit/id.ts'
import { openPersonal, type Sealed, sealPersonal } from '../production/personal-keys.ts'
import { namesOfAccounts } from '../store/account.ts'
import type { Queryable, Transaction } from '../store/database.ts'
import { holdersOf } from '../store/holder.ts'
import type { StoredEntry } from '../store/journal.ts'
import type { StoredObject } from '../store/object.ts'
import type { World } from './world.ts'

/** An entry that is not written yet, with what it says of somebody apart. */
export interface DraftEntry extends StoredEntry {
  readonly personal?: Readonly<Record<string, string>>
}

/**
 * Seals what entries say of somebody with the key of the person whom each is about. Entries that say nothing of anybody cost nothing.
 * The objects at hand say themselves whose they are; others are looked up.
 */
export async function sealEntries(
  world: World,
  tx: Transaction,
  drafts: readonly DraftEntry[],
  atHand: ReadonlyMap<string, StoredObject>,
  now: Date,
): Promise<StoredEntry[]> {
  const said = drafts.filter(({ personal }) => personal !== undefined)
  if (said.length === 0) return [...drafts]
  const strangers = said.flatMap(({ objectId }) => (objectId === null || atHand.has(objectId) ? [] : [objectId]))
  const looked = strangers.length > 0 ? await holdersOf(tx, strangers) : new Map<string, string>()
  const wanted = said.map((entry) => ({
    subject: atHand.get(entry.objectId ?? '')?.personId ?? looked.get(entry.objectId ?? '') ?? entry.objectId ?? entry.id,
    belongsTo: belongsTo(entry),
    words: entry.personal ?? {},
  }))
  const sealed = await sealPersonal({ ...world, fill: fillRandom }, tx, wanted, now)
  const byId = new Map(said.map(({ id }, at) => [id, sealed[at]]))
  return drafts.map(({ personal: _, ...entry }) => {
    const mine = byId.get(entry.id)
    return mine ? { ...entry, facts: { ...entry.facts, personal: mine } } : entry
  })
}

/** Entries with what they say of people in place; what was erased stays away, and `personal` then says that there was something. */
export async function openEntries(world: Pick<World, 'secrets'>, db: Queryable, entries: readonly StoredEntry[]): Promise<StoredEntry[]> {
  const sealed = entries.flatMap((entry) => {
    const personal = entry.facts['personal'] as Sealed | undefined
    return personal ? [{ ...personal, id: entry.id, belongsTo: belongsTo(entry) }] : []
  })
  const words = await openPersonal(world, db, sealed)
  const byId = new Map(sealed.map(({ id }, at) => [id, words[at]]))
  const opened = entries.map((entry) => {
    const mine = byId.get(entry.id)
    if (!mine) return entry
    const { personal: _, ...facts } = entry.facts
    return { ...entry, facts: { ...facts, ...mine } }
  })
  return namingAccounts(db, opened)
}

/** Facts that are accounts: the journal keeps ids, and what they are called is looked up. */
const ACCOUNTS = ['approvedBy', 'requester'] as const

async function namingAccounts(db: Queryable, entries: readonly StoredEntry[]): Promise<StoredEntry[]> {
  const ids = entries.flatMap(({ facts }) => ACCOUNTS.flatMap((name) => (isId(String(facts[name])) ? [String(facts[name])] : [])))
  if (ids.length === 0) return [...entries]
  const names = await namesOfAccounts(db, [...new Set(ids)])
  return entries.map((entry) => {
    const named = ACCOUNTS.flatMap((name) =>
      entry.facts[name] === undefined ? [] : [[name, names.get(String(entry.facts[name])) ?? 'somebody']],
    )
    return named.length === 0 ? entry : { ...entry, facts: { ...entry.facts, ...Object.fromEntries(named) } }
  })
}

const belongsTo = ({ id, objectId }: StoredEntry): string => `${objectId ?? ''} ${id}`

import type { Actor } from '../engine/permit.ts'
import type { Queryable } from './database.ts'

export type JournalKind =
  | 'created'
  | 'changed'
  | 'moved'
  | 'done'
  | 'refused'
  | 'cancelled'
  | 'asked'
  | 'approved'
  | 'declined'
  | 'lapsed'
  | 'published'
  | 'signed-in'
  | 'other'

/** Who acted, as what and from where. */
export interface Acted {
  readonly actorKind: Actor['kind']
  readonly actorId: string | null
  readonly actorName: string
  /** The roles, and single permissions, that whoever acted held then; null for the system and for bureaus. */
  readonly actorRoles: readonly string[] | null
  /** From where they asked; null where nobody did. */
  readonly actorAddress: string | null
}

/** One line of the journal, as it is stored: who, when, by which use case and run, what happened to which object. */
export interface StoredEntry extends Acted {
  readonly id: string
  readonly at: Date
  readonly kind: JournalKind
  readonly useCase: string | null
  readonly runId: string | null
  readonly template: string | null
  readonly objectId: string | null
  readonly from: string | null
  readonly to: string | null
  readonly facts: Readonly<Record<string, unknown>>
}

type WhoActs = Pick<Actor, 'kind' | 'id' | 'name'> & Partial<Pick<Actor, 'grants' | 'address'>>

export const actedBy = (actor: WhoActs): Acted => ({
  actorKind: actor.kind,
  actorId: actor.id,
  actorName: actor.name,
  actorRoles: rolesOf(actor),
  actorAddress: actor.address ?? null,
})

type ToldOf = Pick<StoredEntry, 'kind'> & Partial<StoredEntry>

/** An entry about what an actor does now; what is not told is null. */
export const entryBy = (actor: WhoActs, at: Date, id: string, told: ToldOf): StoredEntry => entryOf(actedBy(actor), at, id, told)

/** The same of whoever acted as it is known of them, such as by the run that they began. */
export const entryOf = (
  { actorKind, actorId, actorName, actorRoles, actorAddress }: Acted,
  at: Date,
  id: string,
  told: ToldOf,
): StoredEntry => ({
  useCase: null,
  runId: null,
  template: null,
  objectId: null,
  from: null,
  to: null,
  facts: {},
  ...told,
  id,
  at,
  actorKind,
  actorId,
  actorName,
  actorRoles,
  actorAddress,
})

/** The names of what somebody holds, each once; null for the system and for bureaus, which hold nothing else. */
const rolesOf = ({ kind, grants }: WhoActs): string[] | null =>
  (kind === 'person' || kind === 'client') && grants ? [...new Set(grants.map(({ role }) => role))].sort() : null

/** The row of a person holds no name: it is that of the account as it is now. Rows of before have the name of then. */
const SELECT = `select j.id, j.at, j.kind, j.actor_kind as "actorKind", j.actor_id as "actorId",
  coalesce(j.actor_name, a.display_name, 'Somebody') as "actorName", j.actor_roles as "actorRoles",
  j.actor_address as "actorAddress", j.use_case as "useCase", j.run_id as "runId", j.template,
  j.object_id as "objectId", j.from_state as "from", j.to_state as "to", j.facts from journal j left join account a on a.id = j.actor_id`

/** The name that a row keeps of whoever acted: none of a person. */
export const keptName = ({ actorKind, actorName }: Pick<StoredEntry, 'actorKind' | 'actorName'>): string | null =>
  actorKind === 'person' ? null : actorName

/** Appends entries in the transaction they tell of. */
export async function appendEntries(tx: Queryable, entries: readonly StoredEntry[]): Promise<void> {
  if (entries.length === 0) return
  await tx.query(
    `insert into journal (id, at, kind, actor_kind, actor_id, actor_name, use_case, run_id, template, object_id, from_state, to_state, facts, actor_roles, actor_address)
     select id, at, kind, actor_kind, actor_id, actor_name, use_case, run_id, template, object_id, from_state, to_state, facts::jsonb, string_to_array(roles, ' '), address
     from unnest($1::uuid[], $2::timestamptz[], $3::text[], $4::text[], $5::uuid[], $6::text[], $7::text[], $8::uuid[], $9::text[], $10::uuid[], $11::text[], $12::text[], $13::text[], $14::text[], $15::text[])
       as given(id, at, kind, actor_kind, actor_id, actor_name, use_case, run_id, template, object_id, from_state, to_state, facts, roles, address)`,
    [
      entries.map((entry) => entry.id),
      entries.map((entry) => entry.at.toISOString()),
      entries.map((entry) => entry.kind),
      entries.map((entry) => entry.actorKind),
      entries.map((entry) => entry.actorId),
      entries.map(keptName),
      entries.map((entry) => entry.useCase),
      entries.map((entry) => entry.runId),
      entries.map((entry) => entry.template),
      entries.map((entry) => entry.objectId),
      entries.map((entry) => entry.from),
      entries.map((entry) => entry.to),
      entries.map((entry) => JSON.stringify(entry.facts)),
      // No name of a role or a permission has a blank in it.
      entries.map((entry) => entry.actorRoles?.join(' ') ?? null),
      entries.map((entry) => entry.actorAddress),
    ],
  )
}

/** The history of one object, newest first, below the entry `before` where one is given. */
export async function entriesOfObject(db: Queryable, objectId: string, before: string | undefined, limit: number): Promise<StoredEntry[]> {
  return db.query<StoredEntry>(`${SELECT} where j.object_id = $1 and ($2::uuid is null or j.id < $2) order by j.id desc limit $3`, [
    objectId,
    before ?? null,
    limit,
  ])
}

/** Of each of these objects, the entry of the last time it came into a state; objects that never did are left out. */
export async function lastMovedTo(db: Queryable, objectIds: readonly string[], state: string): Promise<StoredEntry[]> {
  return db.query<StoredEntry>(
    `${SELECT.replace('select', 'select distinct on (j.object_id)')} where j.object_id = any($1::uuid[]) and j.kind = 'moved' and j.to_state = $2
     order by j.object_id, j.id desc`,
    [objectIds, state],
  )
}

/** What one person did lately, newest first. */
export async function entriesOfActor(db: Queryable, actorId: string, limit: number): Promise<StoredEntry[]> {
  return db.query<StoredEntry>(
    `${SELECT} where j.actor_id = $1 and j.kind in ('created', 'changed', 'moved', 'done') order by j.id desc limit $2`,
    [actorId, limit],
  )
}

/** What was done with this account, whatever it was, newest first. */
export async function everyEntryOf(db: Queryable, actorId: string, limit: number): Promise<StoredEntry[]> {
  return db.query<StoredEntry>(`${SELECT} where j.actor_id = $1 order by j.id desc limit $2`, [actorId, limit])
}

/** What entries are looked for by; each that is given must hold. */
export interface EntryFilter {
  readonly kind?: string | undefined
  /** A part of the name of whoever did it. */
  readonly actor?: string | undefined
  readonly template?: string | undefined
  readonly objectId?: string | undefined
  readonly useCase?: string | undefined
  readonly from?: Date | undefined
  /** Before then. */
  readonly to?: Date | undefined
}

/** Of so many entries at a time those are picked that fit, so that a rare one does not have the whole journal read in one go. */
const LOOKED_THROUGH = 50_000

/**
 * The newest entries that fit, below the entry `before` where one is given. `next` is where to go on: it is given also where none was found
 * among those that were looked through, and there are more.
 */
export async function findEntries(
  db: Queryable,
  filter: EntryFilter,
  before: string | undefined,
  limit: number,
): Promise<{ readonly entries: StoredEntry[]; readonly next: string | null }> {
  const values = [before, filter.kind, filter.actor, filter.template, filter.objectId, filter.useCase, filter.from, filter.to]
  const place = '($1::uuid is null or j.id < $1)'
  const fits = `($2::text is null or j.kind = $2) and ($3::text is null or position(lower($3) in lower(coalesce(j.actor_name, a.display_name, ''))) > 0)
    and ($4::text is null or j.template = $4) and ($5::uuid is null or j.object_id = $5) and ($6::text is null or j.use_case = $6)
    and ($7::timestamptz is null or j.at >= $7) and ($8::timestamptz is null or j.at < $8)`
  // Those of one object are found by their index.
  const from = filter.objectId ? 'journal j' : `(select * from journal j where ${place} order by j.id desc limit ${LOOKED_THROUGH}) j`
  const found = await db.query<StoredEntry>(
    `/* planned afresh */ ${SELECT.replace('from journal j', `from ${from}`)} where ${place} and ${fits} order by j.id desc limit $9`,
    [...values.map((value) => value ?? null), limit + 1],
  )
  const entries = found.slice(0, limit)
  if (found.length > limit) return { entries, next: entries.at(-1)?.id ?? null }
  if (filter.objectId) return { entries, next: null }
  const [last] = await db.query<{ id: string }>(
    `/* planned afresh */ select j.id from journal j where ${place} order by j.id desc offset ${LOOKED_THROUGH - 1} limit 1`,
    [before ?? null],
  )
  return { entries, next: last?.id ?? null }
}

/** The newest lines, whatever they say; for those who want to know that something happened, and to which object where it is about one. */
export async function newestEntries(
  db: Queryable,
  limit: number,
): Promise<{ id: string; template: string | null; objectId: string | null }[]> {
  return db.query('select id, template, object_id as "objectId" from journal order by id desc limit $1', [limit])
}

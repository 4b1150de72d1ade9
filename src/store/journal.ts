import type { Actor } from '../engine/permit.ts'
import type { Queryable } from './database.ts'

export type JournalKind = 'created' | 'changed' | 'moved' | 'done' | 'refused' | 'cancelled' | 'published' | 'signed-in' | 'other'

/** One line of the journal, as it is stored: who, when, by which use case and run, what happened to which object. */
export interface StoredEntry {
  readonly id: string
  readonly at: Date
  readonly kind: JournalKind
  readonly actorKind: Actor['kind']
  readonly actorId: string | null
  readonly actorName: string
  readonly useCase: string | null
  readonly runId: string | null
  readonly template: string | null
  readonly objectId: string | null
  readonly from: string | null
  readonly to: string | null
  readonly facts: Readonly<Record<string, unknown>>
}

/** An entry about what an actor did; what is not told is null. */
export const entryBy = (
  actor: Pick<Actor, 'kind' | 'id' | 'name'>,
  at: Date,
  id: string,
  told: Pick<StoredEntry, 'kind'> & Partial<StoredEntry>,
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
  actorKind: actor.kind,
  actorId: actor.id,
  actorName: actor.name,
})

const SELECT = `select id, at, kind, actor_kind as "actorKind", actor_id as "actorId", actor_name as "actorName", use_case as "useCase", run_id as "runId",
  template, object_id as "objectId", from_state as "from", to_state as "to", facts from journal`

/** Appends entries in the transaction they tell of. */
export async function appendEntries(tx: Queryable, entries: readonly StoredEntry[]): Promise<void> {
  if (entries.length === 0) return
  await tx.query(
    `insert into journal (id, at, kind, actor_kind, actor_id, actor_name, use_case, run_id, template, object_id, from_state, to_state, facts)
     select id, at, kind, actor_kind, actor_id, actor_name, use_case, run_id, template, object_id, from_state, to_state, facts::jsonb
     from unnest($1::uuid[], $2::timestamptz[], $3::text[], $4::text[], $5::uuid[], $6::text[], $7::text[], $8::uuid[], $9::text[], $10::uuid[], $11::text[], $12::text[], $13::text[])
       as given(id, at, kind, actor_kind, actor_id, actor_name, use_case, run_id, template, object_id, from_state, to_state, facts)`,
    [
      entries.map((entry) => entry.id),
      entries.map((entry) => entry.at.toISOString()),
      entries.map((entry) => entry.kind),
      entries.map((entry) => entry.actorKind),
      entries.map((entry) => entry.actorId),
      entries.map((entry) => entry.actorName),
      entries.map((entry) => entry.useCase),
      entries.map((entry) => entry.runId),
      entries.map((entry) => entry.template),
      entries.map((entry) => entry.objectId),
      entries.map((entry) => entry.from),
      entries.map((entry) => entry.to),
      entries.map((entry) => JSON.stringify(entry.facts)),
    ],
  )
}

/** The history of one object, newest first, below the entry `before` where one is given. */
export async function entriesOfObject(db: Queryable, objectId: string, before: string | undefined, limit: number): Promise<StoredEntry[]> {
  return db.query<StoredEntry>(`${SELECT} where object_id = $1 and ($2::uuid is null or id < $2) order by id desc limit $3`, [
    objectId,
    before ?? null,
    limit,
  ])
}

/** Of each of these objects, the entry of the last time it came into a state; objects that never did are left out. */
export async function lastMovedTo(db: Queryable, objectIds: readonly string[], state: string): Promise<StoredEntry[]> {
  return db.query<StoredEntry>(
    `${SELECT.replace('select', 'select distinct on (object_id)')} where object_id = any($1::uuid[]) and kind = 'moved' and to_state = $2 order by object_id, id desc`,
    [objectIds, state],
  )
}

/** What one person did lately, newest first. */
export async function entriesOfActor(db: Queryable, actorId: string, limit: number): Promise<StoredEntry[]> {
  return db.query<StoredEntry>(
    `${SELECT} where actor_id = $1 and kind in ('created', 'changed', 'moved', 'done') order by id desc limit $2`,
    [actorId, limit],
  )
}

/** The newest lines, whatever they say; for those who want to know that something happened, and to which object where it is about one. */
export async function newestEntries(
  db: Queryable,
  limit: number,
): Promise<{ id: string; template: string | null; objectId: string | null }[]> {
  return db.query('select id, template, object_id as "objectId" from journal order by id desc limit $1', [limit])
}

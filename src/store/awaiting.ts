/** What is asked of runs where a second person may be needed: how much somebody did by themselves, and what a run is about that awaits one. */
import type { Template } from '../engine/object.ts'
import type { Actor, Reach } from '../engine/permit.ts'
import type { Queryable, Transaction } from './database.ts'
import { reachCondition } from './reach.ts'
import type { StoredRun, StoredRunObject } from './run.ts'

/**
 * One at a time decides for a person and a use case whether a second person is needed; so two at once are counted one after the other,
 * whichever accounts of the person they use. Ends with the transaction.
 */
export async function lockSelf(tx: Transaction, accountId: string, useCase: string): Promise<void> {
  await tx.query(
    `select pg_advisory_xact_lock(hashtextextended('second person ' || coalesce(a.person_id, a.id)::text || ' ' || $2::text, 0)) from account a where a.id = $1`,
    [accountId, useCase],
  )
}

/** How many objects these accounts gave a use case to since a time, by runs that nobody agreed to besides this one. What is under way counts. */
export async function countAlone(
  db: Queryable,
  { id, useCase }: Pick<StoredRun, 'id' | 'useCase'>,
  accounts: readonly string[],
  since: Date,
): Promise<number> {
  const [found] = await db.query<{ count: number }>(
    `select coalesce(sum(case when state in ('ended', 'cancelled', 'awaiting') then done else total - refused end), 0)::int as count from run
     where use_case = $1 and acted_at > $2 and approved_at is null and actor_id = any($3::uuid[]) and id <> $4`,
    [useCase, since, accounts, id],
  )
  return found?.count ?? 0
}

/** The ids of what a run awaits a second person for; those of a large run stand in its legs to come. */
const AWAITED = `select object_id as id from run_object where run_id = $1 and outcome is null union all select unnest(objects) from run_leg where run_id = $1`

export async function idsAwaiting(db: Queryable, runId: string): Promise<string[]> {
  const rows = await db.query<{ id: string }>(AWAITED, [runId])
  return rows.map((row) => row.id)
}

/** The first of them, in the order they were given. */
export async function readAwaiting(db: Queryable, { id, at }: StoredRun, limit: number): Promise<StoredRunObject[]> {
  const rows = await db.query<{ object_id: string; made_id: string | null }>(
    `select object_id, made_id from (
       select object_id, made_id, 0 as leg, position from run_object where run_id = $1 and outcome is null
       union all
       select given.id, null, leg.number, given.nth from run_leg leg, unnest(leg.objects) with ordinality as given(id, nth) where leg.run_id = $1
     ) awaited order by leg, position limit $2`,
    [id, limit],
  )
  return rows.map((row, position) => ({ objectId: row.object_id, madeId: row.made_id, position, at, outcome: null, refusal: null }))
}

/** Forgets the legs to come of a run that is closed. */
export async function forgetLegs(tx: Transaction, runId: string): Promise<void> {
  await tx.query('delete from run_leg where run_id = $1', [runId])
}

/**
 * Of what a run awaits a second person for: how many there are, how many somebody does not reach with each of the permissions, and how many
 * are their own.
 */
export async function standingTo(
  db: Queryable,
  template: Template,
  runId: string,
  actor: Pick<Actor, 'id' | 'personId'>,
  reaches: readonly (readonly Reach[])[],
): Promise<{ found: number; outside: number; own: number }> {
  const values: unknown[] = [runId]
  const bind = (value: unknown): string => `$${values.push(value)}`
  const within = reaches.map((each) => reachCondition(template, each, actor, bind) ?? 'true').join(' and ')
  const own = reachCondition(template, [OWN], actor, bind) ?? 'false'
  const [row] = await db.query<{ found: number; outside: number; own: number }>(
    `select count(*) as found, count(*) filter (where not coalesce(${within}, false)) as outside, count(*) filter (where coalesce(${own}, false)) as own
     from (${AWAITED}) awaited join ${template.table} on ${template.table}.id = awaited.id`,
    values,
  )
  return row ?? { found: 0, outside: 0, own: 0 }
}

const OWN: Reach = { scope: 'own', units: new Set(), hides: new Set() }

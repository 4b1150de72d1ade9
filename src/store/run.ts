import type { Refusal } from '../engine/refusal.ts'
import type { Queryable, Transaction } from './database.ts'
import type { Acted } from './journal.ts'
import { plainArray } from './rows.ts'

export type RunState = 'asking' | 'awaiting' | 'walking' | 'waiting' | 'ended' | 'cancelled'

/** One execution of a use case by one actor on a set of objects, as data that a person can read. */
export interface StoredRun extends Acted {
  readonly id: string
  readonly useCase: string
  /** The hash of the drawing it began with, and keeps. */
  readonly drawing: string
  readonly mapping: string | null
  readonly state: RunState
  readonly input: Readonly<Record<string, unknown>>
  readonly message: Readonly<Record<string, unknown>>
  /** The step it stands at: where it asks or waits, or, while it is walked in legs, the step its objects leave. */
  readonly at: string
  readonly total: number
  readonly done: number
  readonly refused: number
  readonly startedAt: Date
  readonly endedAt: Date | null
  /** Since when it awaits, or awaited, a second person. */
  readonly askedAt: Date | null
  /** Who agreed as the second person: the id of their account, and their name then. */
  readonly approvedBy: string | null
  readonly approvedName: string | null
  readonly approvedAt: Date | null
  /** When whoever began it made it act, for the last time; null while nothing came of it. */
  readonly actedAt: Date | null
  /** Who closed it while it awaited a second person, and why; nobody, where it lapsed. */
  readonly closedBy: string | null
  readonly closedWhy: string | null
}

/** What a run has before anybody was asked to agree to it. */
export const UNASKED = {
  askedAt: null,
  approvedBy: null,
  approvedName: null,
  approvedAt: null,
  actedAt: null,
  closedBy: null,
  closedWhy: null,
} as const

/** Where one object of a run stands, and what became of it. */
export interface StoredRunObject {
  readonly objectId: string
  readonly madeId: string | null
  readonly position: number
  readonly at: string
  readonly outcome: 'done' | 'refused' | null
  readonly refusal: Refusal | null
}

const SELECT = `select id, use_case, drawing, mapping, state, actor_kind, actor_id, actor_name, actor_roles, actor_address, input, message, at, total, done, refused, started_at,
  ended_at, asked_at, approved_by, approved_name, approved_at, acted_at, closed_by, closed_why from run`

export async function readRun(db: Queryable, id: string): Promise<StoredRun | undefined> {
  const rows = await db.query<RunRow>(`${SELECT} where id = $1`, [id])
  return rows[0] && runOf(rows[0])
}

/** The same, locked against others who answer it, bring it a message or count on it; its objects can be written meanwhile. */
export async function lockRun(tx: Transaction, id: string): Promise<StoredRun | undefined> {
  const rows = await tx.query<RunRow>(`${SELECT} where id = $1 for no key update`, [id])
  return rows[0] && runOf(rows[0])
}

/** The open runs of one actor, newest first. */
export async function openRunsOf(db: Queryable, actorId: string, limit: number): Promise<StoredRun[]> {
  const rows = await db.query<RunRow>(
    `${SELECT} where actor_id = $1 and state in ('asking', 'awaiting', 'walking', 'waiting') order by started_at desc limit $2`,
    [actorId, limit],
  )
  return rows.map(runOf)
}

export async function runsOfUseCase(db: Queryable, useCase: string): Promise<{ ended: number; open: number; lastAt: Date | null }> {
  const rows = await db.query<{ ended: number; open: number; last_at: Date | null }>(
    `select count(*) filter (where state in ('ended', 'cancelled')) as ended, count(*) filter (where state in ('asking', 'awaiting', 'walking', 'waiting')) as open,
       max(started_at) as last_at from run where use_case = $1`,
    [useCase],
  )
  return { ended: rows[0]?.ended ?? 0, open: rows[0]?.open ?? 0, lastAt: rows[0]?.last_at ?? null }
}

/** The runs that await a second person, the oldest first. With a time, only those that have awaited one since then or longer. */
export async function awaitingRuns(db: Queryable, limit: number, since: Date | null = null): Promise<StoredRun[]> {
  const rows = await db.query<RunRow>(
    `${SELECT} where state = 'awaiting' and ($2::timestamptz is null or asked_at <= $2) order by asked_at limit $1`,
    [limit, since],
  )
  return rows.map(runOf)
}

/** The objects of a run in the order they were given; where there are more than `limit`, those that were refused before the others. */
export async function readRunObjects(db: Queryable, runId: string, limit: number): Promise<StoredRunObject[]> {
  const rows = await db.query<RunObjectRow>(
    `select object_id, made_id, position, at, outcome, refusal from (
       select object_id, made_id, position, at, outcome, refusal from run_object where run_id = $1
       order by outcome is distinct from 'refused', position limit $2
     ) first order by position`,
    [runId, limit],
  )
  return rows.map(runObjectOf)
}

/** Those that came to an end, or to this end, in the order they were given, behind a position. */
export async function runObjectsEnded(
  db: Queryable,
  runId: string,
  outcome: 'done' | 'refused' | undefined,
  after: number,
  limit: number,
): Promise<StoredRunObject[]> {
  const rows = await db.query<RunObjectRow>(
    `select object_id, made_id, position, at, outcome, refusal from run_object
     where run_id = $1 and outcome is not null and ($2::text is null or outcome = $2) and position > $3 order by position limit $4`,
    [runId, outcome ?? null, after, limit],
  )
  return rows.map(runObjectOf)
}

/** The next objects of a run that still stand at a step, in order. */
export async function runObjectsAt(db: Queryable, runId: string, at: string, limit: number): Promise<StoredRunObject[]> {
  const rows = await db.query<RunObjectRow>(
    'select object_id, made_id, position, at, outcome, refusal from run_object where run_id = $1 and at = $2 and outcome is null order by position limit $3',
    [runId, at, limit],
  )
  return rows.map(runObjectOf)
}

/** Divides the objects that still stand at a step into legs to come. */
export async function divideIntoLegs(tx: Transaction, runId: string, at: string, limit: number): Promise<void> {
  await tx.query(
    `insert into run_leg (run_id, number, objects)
     select $1, number, array_agg(object_id order by position)
     from (
       select object_id, position, (row_number() over (order by position) - 1) / $3::int as number
       from run_object where run_id = $1 and at = $2 and outcome is null
     ) standing group by number`,
    [runId, at, limit],
  )
}

/** The objects of one leg to come. */
export interface TakenLeg {
  /** True when they are not on record yet: they have not walked a leg before. */
  readonly isNew: boolean
  readonly objects: readonly StoredRunObject[]
}

/** Takes the next leg to come that no other takes at this moment; undefined where there is none. `at` is where objects that are new stand. */
export async function takeLeg(tx: Transaction, runId: string, at: string, limit: number): Promise<TakenLeg | undefined> {
  const [leg] = await tx.query<{ number: number; objects: string[]; is_new: boolean }>(
    `with taken as (
       delete from run_leg where run_id = $1
         and number = (select number from run_leg where run_id = $1 order by number limit 1 for update skip locked)
       returning number, objects
     )
     select number, objects, not exists (select from run_object where run_id = $1 and object_id = objects[1]) as is_new from taken`,
    [runId],
  )
  if (!leg) return undefined
  if (!leg.is_new) return { isNew: false, objects: await runObjectsOf(tx, runId, leg.objects) }
  const first = leg.number * limit
  const objects = leg.objects.map((objectId, nth) => ({ objectId, madeId: null, position: first + nth, at, outcome: null, refusal: null }))
  return { isNew: true, objects }
}

async function runObjectsOf(db: Queryable, runId: string, objectIds: readonly string[]): Promise<StoredRunObject[]> {
  const rows = await db.query<RunObjectRow>(
    'select object_id, made_id, position, at, outcome, refusal from run_object where run_id = $1 and object_id = any($2::uuid[]) order by position',
    [runId, plainArray(objectIds)],
  )
  return rows.map(runObjectOf)
}

export async function areLegsToCome(db: Queryable, runId: string): Promise<boolean> {
  const rows = await db.query<{ any: boolean }>('select exists (select from run_leg where run_id = $1) as any', [runId])
  return rows[0]?.any === true
}

/** Of the objects that still stand at a step, those that are, or made, one of the given. */
export async function runObjectsAbout(db: Queryable, runId: string, at: string, about: readonly string[]): Promise<StoredRunObject[]> {
  const rows = await db.query<RunObjectRow>(
    `select object_id, made_id, position, at, outcome, refusal from run_object
     where run_id = $1 and at = $2 and outcome is null and coalesce(made_id, object_id) = any($3::uuid[]) order by position`,
    [runId, at, about],
  )
  return rows.map(runObjectOf)
}

export async function countAt(db: Queryable, runId: string, at: string): Promise<number> {
  const rows = await db.query<{ count: number }>(
    'select count(*) as count from run_object where run_id = $1 and at = $2 and outcome is null',
    [runId, at],
  )
  return rows[0]?.count ?? 0
}

/** The steps at which objects of a run still stand. */
export async function stepsUnderWay(db: Queryable, runId: string): Promise<string[]> {
  const rows = await db.query<{ at: string }>('select distinct at from run_object where run_id = $1 and outcome is null', [runId])
  return rows.map((row) => row.at)
}

interface RunRow {
  id: string
  use_case: string
  drawing: string
  mapping: string | null
  state: RunState
  actor_kind: StoredRun['actorKind']
  actor_id: string | null
  actor_name: string
  actor_roles: string[] | null
  actor_address: string | null
  input: Record<string, unknown>
  message: Record<string, unknown>
  at: string
  total: number
  done: number
  refused: number
  started_at: Date
  ended_at: Date | null
  asked_at: Date | null
  approved_by: string | null
  approved_name: string | null
  approved_at: Date | null
  acted_at: Date | null
  closed_by: string | null
  closed_why: string | null
}

interface RunObjectRow {
  object_id: string
  made_id: string | null
  position: number
  at: string
  outcome: 'done' | 'refused' | null
  refusal: Refusal | null
}

const runOf = (row: RunRow): StoredRun => ({
  id: row.id,
  useCase: row.use_case,
  drawing: row.drawing,
  mapping: row.mapping,
  state: row.state,
  actorKind: row.actor_kind,
  actorId: row.actor_id,
  actorName: row.actor_name,
  actorRoles: row.actor_roles,
  actorAddress: row.actor_address,
  input: row.input,
  message: row.message,
  at: row.at,
  total: row.total,
  done: row.done,
  refused: row.refused,
  startedAt: row.started_at,
  endedAt: row.ended_at,
  askedAt: row.asked_at,
  approvedBy: row.approved_by,
  approvedName: row.approved_name,
  approvedAt: row.approved_at,
  actedAt: row.acted_at,
  closedBy: row.closed_by,
  closedWhy: row.closed_why,
})

const runObjectOf = (row: RunObjectRow): StoredRunObject => ({
  objectId: row.object_id,
  madeId: row.made_id,
  position: row.position,
  at: row.at,
  outcome: row.outcome,
  refusal: row.refusal,
})

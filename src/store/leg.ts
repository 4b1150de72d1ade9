import type { Template } from '../engine/object.ts'
import type { Transaction } from './database.ts'
import { keptName, type StoredEntry } from './journal.ts'
import { type Bind, type Column, plainArray, rowsFrom } from './rows.ts'
import type { StoredRun, StoredRunObject } from './run.ts'

/** Everything a leg leaves behind besides what its tasks wrote: the moves, the run, where each object stands, the journal. */
export interface LegRecord {
  readonly now: Date
  readonly run: StoredRun
  /** True in the first leg of these objects: they, and the run with them, are inserted rather than updated. */
  readonly isNew: boolean
  readonly objects: readonly StoredRunObject[]
  readonly moved: readonly { readonly table: Template['table']; readonly id: string; readonly state: string }[]
  readonly entries: readonly StoredEntry[]
}

/**
 * Writes the record of a leg as one statement and commits with it, so that a leg costs few round trips. Its objects are locked
 * by this transaction, and each move was checked against the state seen under that lock.
 */
export async function writeLeg(tx: Transaction, record: LegRecord): Promise<void> {
  const { text, values } = statementOf((bind) => [runPart(record, bind), ...partsOf(record, bind)])
  await tx.last(text, values)
}

/** Writes the record of a leg except for the run itself, on which other legs may be counting. */
export async function writeShare(tx: Transaction, record: LegRecord): Promise<void> {
  const { text, values } = statementOf((bind) => partsOf(record, bind))
  await tx.query(text, values)
}

/** Writes how far a run is, which is locked, and commits with it. */
export async function writeCount(tx: Transaction, run: StoredRun): Promise<void> {
  const { text, values } = statementOf((bind) => [updatedRun(run, bind)])
  await tx.last(text, values)
}

/** Writes a run whose objects are left to legs to come, and commits with it. */
export async function writeLegsToCome(tx: Transaction, run: StoredRun, legs: readonly (readonly string[])[]): Promise<void> {
  const { text, values } = statementOf((bind) => [insertedRun(run, bind), legsPart(run, legs, bind)])
  await tx.last(text, values)
}

/** One statement of several that know nothing of each other. */
function statementOf(parts: (bind: Bind) => string[]): { text: string; values: unknown[] } {
  const values: unknown[] = []
  const all = parts((value) => `$${values.push(value)}`)
  const last = all.pop() ?? ''
  const before = all.map((part, position) => `part${position} as (${part})`)
  return { text: before.length > 0 ? `with ${before.join(',\n')}\n${last}` : last, values }
}

const partsOf = (record: LegRecord, bind: Bind): string[] => [
  ...movedParts(record, bind),
  ...objectParts(record, bind),
  ...journalParts(record, bind),
]

function movedParts({ moved, now }: LegRecord, bind: Bind): string[] {
  return [...new Set(moved.map((move) => move.table))].map((table) => {
    const here = moved.filter((move) => move.table === table)
    const given = rowsFrom(
      here,
      bind,
      [{ name: 'id', type: 'uuid', of: ({ id }) => id }],
      [{ name: 'state', type: 'text', of: ({ state }) => state }],
    )
    return `update ${table} t set state = given.state, version = version + 1, changed_at = ${bind(now)} from ${given} as given where t.id = given.id`
  })
}

const runPart = ({ run, isNew }: LegRecord, bind: Bind): string => (isNew ? insertedRun(run, bind) : updatedRun(run, bind))

function insertedRun(run: StoredRun, bind: Bind): string {
  const [input, message] = [JSON.stringify(run.input), JSON.stringify(run.message)]
  return `insert into run (id, use_case, drawing, mapping, state, actor_kind, actor_id, actor_name, input, message, at, total, done, refused, started_at, ended_at,
        asked_at, approved_by, approved_name, approved_at, acted_at, closed_by, closed_why, actor_roles, actor_address)
      values (${[run.id, run.useCase, run.drawing, run.mapping, run.state, run.actorKind, run.actorId, run.actorName].map(bind).join(', ')},
        ${bind(input)}::jsonb, ${bind(message)}::jsonb, ${[run.at, run.total, run.done, run.refused, run.startedAt, run.endedAt].map(bind).join(', ')},
        ${[run.askedAt, run.approvedBy, run.approvedName, run.approvedAt, run.actedAt, run.closedBy, run.closedWhy].map(bind).join(', ')},
        ${bind(run.actorRoles && plainArray(run.actorRoles))}::text[], ${bind(run.actorAddress)})`
}

function updatedRun(run: StoredRun, bind: Bind): string {
  const [input, message] = [JSON.stringify(run.input), JSON.stringify(run.message)]
  return `update run set state = ${bind(run.state)}, input = ${bind(input)}::jsonb, message = ${bind(message)}::jsonb, at = ${bind(run.at)},
    done = ${bind(run.done)}, refused = ${bind(run.refused)}, ended_at = ${bind(run.endedAt)}, asked_at = ${bind(run.askedAt)},
    approved_by = ${bind(run.approvedBy)}, approved_name = ${bind(run.approvedName)}, approved_at = ${bind(run.approvedAt)},
    acted_at = ${bind(run.actedAt)}, closed_by = ${bind(run.closedBy)}, closed_why = ${bind(run.closedWhy)} where id = ${bind(run.id)}`
}

const OBJECT: Column<StoredRunObject> = { name: 'object_id', type: 'uuid', of: ({ objectId }) => objectId }
const MADE: Column<StoredRunObject> = { name: 'made_id', type: 'uuid', of: ({ madeId }) => madeId }
const POSITION: Column<StoredRunObject> = { name: 'position', type: 'integer', of: ({ position }) => position }
const WHERE_IT_STANDS: readonly Column<StoredRunObject>[] = [
  { name: 'at', type: 'text', of: ({ at }) => at },
  { name: 'outcome', type: 'text', of: ({ outcome }) => outcome },
  { name: 'refusal', type: 'jsonb', of: ({ refusal }) => refusal && JSON.stringify(refusal) },
]

function objectParts({ run, isNew, objects }: LegRecord, bind: Bind): string[] {
  if (objects.length === 0) return []
  if (isNew)
    return [
      `insert into run_object (run_id, object_id, made_id, position, at, outcome, refusal)
       select ${bind(run.id)}::uuid, object_id, made_id, position, at, outcome, refusal
       from ${rowsFrom(objects, bind, [OBJECT, MADE, POSITION], WHERE_IT_STANDS)} as given`,
    ]
  return [
    `update run_object o set at = given.at, outcome = given.outcome, refusal = given.refusal
     from ${rowsFrom(objects, bind, [OBJECT], WHERE_IT_STANDS)} as given where o.run_id = ${bind(run.id)} and o.object_id = given.object_id`,
  ]
}

const ENTRY: readonly Column<StoredEntry>[] = [
  { name: 'id', type: 'uuid', of: ({ id }) => id },
  { name: 'object_id', type: 'uuid', of: ({ objectId }) => objectId },
]
const STORY: readonly Column<StoredEntry>[] = [
  { name: 'kind', type: 'text', of: ({ kind }) => kind },
  { name: 'template', type: 'text', of: ({ template }) => template },
  { name: 'from_state', type: 'text', of: ({ from }) => from },
  { name: 'to_state', type: 'text', of: ({ to }) => to },
  { name: 'facts', type: 'jsonb', of: ({ facts }) => JSON.stringify(facts) },
]

function journalParts({ entries, run }: LegRecord, bind: Bind): string[] {
  if (entries.length === 0) return []
  return [
    `insert into journal (id, at, kind, actor_kind, actor_id, actor_name, use_case, run_id, template, object_id, from_state, to_state, facts,
      actor_roles, actor_address)
    select id, ${bind(entries[0]?.at)}::timestamptz, kind, ${bind(run.actorKind)}, ${bind(run.actorId)}::uuid, ${bind(keptName(run))}::text, ${bind(run.useCase)}, ${bind(run.id)}::uuid,
      template, object_id, from_state, to_state, facts, ${bind(run.actorRoles && plainArray(run.actorRoles))}::text[], ${bind(run.actorAddress)}::text
    from ${rowsFrom(entries, bind, ENTRY, STORY)} as given`,
  ]
}

const legsPart = (run: StoredRun, legs: readonly (readonly string[])[], bind: Bind): string =>
  `insert into run_leg (run_id, number, objects)
   select ${bind(run.id)}::uuid, nth - 1, objects::uuid[] from unnest(${bind(legs.map(plainArray))}::text[]) with ordinality as given(objects, nth)`

import type { Transaction } from './database.ts'
import type { StoredEntry } from './journal.ts'
import { type Bind, type Column, rowsFrom } from './rows.ts'
import type { StoredRun, StoredRunObject } from './run.ts'

/** Everything a leg leaves behind besides what its tasks wrote: the moves, the run, where each object stands, the journal. */
export interface LegRecord {
  readonly now: Date
  readonly run: StoredRun
  /** True in the run's first leg: the run and its objects are inserted rather than updated. */
  readonly isNew: boolean
  readonly objects: readonly StoredRunObject[]
  readonly moved: readonly { readonly table: 'person' | 'card'; readonly id: string; readonly state: string }[]
  readonly entries: readonly StoredEntry[]
}

/**
 * Writes the record of a leg as one statement and commits with it, so that a leg costs few round trips. Its objects are locked
 * by this transaction, and each move was checked against the state seen under that lock.
 */
export async function writeLeg(tx: Transaction, record: LegRecord): Promise<void> {
  const values: unknown[] = []
  const bind = (value: unknown): string => `$${values.push(value)}`
  const parts = [...movedParts(record, bind), runPart(record, bind), ...objectParts(record, bind)]
  const journal = journalPart(record, bind)
  const [last, ...before] = [...parts, ...(journal ? [journal] : [])].reverse()
  const named = before.reverse().map((part, position) => `part${position} as (${part})`)
  await tx.last(named.length > 0 ? `with ${named.join(',\n')}\n${last}` : (last ?? ''), values)
}

function movedParts({ moved, now }: LegRecord, bind: Bind): string[] {
  return (['person', 'card'] as const).flatMap((table) => {
    const here = moved.filter((move) => move.table === table)
    if (here.length === 0) return []
    const given = rowsFrom(
      here,
      bind,
      [{ name: 'id', type: 'uuid', of: ({ id }) => id }],
      [{ name: 'state', type: 'text', of: ({ state }) => state }],
    )
    return [
      `update ${table} t set state = given.state, version = version + 1, changed_at = ${bind(now)} from ${given} as given where t.id = given.id`,
    ]
  })
}

function runPart({ run, isNew }: LegRecord, bind: Bind): string {
  const [input, message] = [JSON.stringify(run.input), JSON.stringify(run.message)]
  if (isNew)
    return `insert into run (id, use_case, drawing, mapping, state, actor_kind, actor_id, actor_name, input, message, at, total, done, refused, started_at, ended_at)
      values (${[run.id, run.useCase, run.drawing, run.mapping, run.state, run.actorKind, run.actorId, run.actorName].map(bind).join(', ')},
        ${bind(input)}::jsonb, ${bind(message)}::jsonb, ${[run.at, run.total, run.done, run.refused, run.startedAt, run.endedAt].map(bind).join(', ')})`
  return `update run set state = ${bind(run.state)}, input = ${bind(input)}::jsonb, message = ${bind(message)}::jsonb, at = ${bind(run.at)},
    done = ${bind(run.done)}, refused = ${bind(run.refused)}, ended_at = ${bind(run.endedAt)} where id = ${bind(run.id)}`
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

function journalPart({ entries, run }: LegRecord, bind: Bind): string | undefined {
  if (entries.length === 0) return undefined
  return `insert into journal (id, at, kind, actor_kind, actor_id, actor_name, use_case, run_id, template, object_id, from_state, to_state, facts)
    select id, ${bind(entries[0]?.at)}::timestamptz, kind, ${bind(run.actorKind)}, ${bind(run.actorId)}::uuid, ${bind(run.actorName)}, ${bind(run.useCase)}, ${bind(run.id)}::uuid,
      template, object_id, from_state, to_state, facts from ${rowsFrom(entries, bind, ENTRY, STORY)} as given`
}

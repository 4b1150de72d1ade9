import { user } from '../catalog/objects/user.ts'
import { importUsers } from '../catalog/use-cases/import-users.ts'
import { updateImportedUsers } from '../catalog/use-cases/update-imported-users.ts'
import type { Fields, Input } from '../engine/form.ts'
import type { Actor } from '../engine/permit.ts'
import { isRefusal, type Refusal } from '../engine/refusal.ts'
import type { NewId } from '../kit/id.ts'
import type { Queryable } from '../store/database.ts'
import { type ImportPlan, planImport } from './import-plan.ts'
import { type FileProblem, type PeopleFile, type ReadSettings, readPeople } from './read-people.ts'

export interface ImportSettings extends ReadSettings {
  /** Say what would happen, and change nothing. */
  readonly dryRun: boolean
}

/** What an import would do, or did. A file with one bad row changes nothing. */
export interface ImportReport {
  dryRun: boolean
  rows: number
  created: number
  changed: number
  unchanged: number
  /** How many rows have a problem. */
  bad: number
  /** The first thousand, by line. */
  problems: FileProblem[]
  columns: { header: string; field: string | null; guessed: boolean; sample: string[] }[]
  fields: { field: string; label: string; required: boolean }[]
  encoding: string
  delimiter: string
}

/** What is said of each object when the use case was performed on it. */
interface Result {
  readonly object: string
  readonly outcome: string
  readonly sentence?: string
}

/** What an import needs of the rest: to look people up, to make ids, and the one door through which anything changes. */
export interface ImportWorld {
  readonly db: Queryable
  readonly newId: NewId
  begin(
    actor: Actor,
    useCase: string,
    objects: readonly string[],
    told: Record<string, unknown>,
  ): Promise<{ readonly kind: string; readonly results?: readonly Result[]; readonly refusal?: Refusal }>
}

export interface ImportProgress {
  readonly doing: 'checking' | 'importing'
  readonly done: number
  readonly total: number
}

const CHUNK = 1000
const MOST_PROBLEMS = 1000

/**
 * Brings in the people of a file: those who are not here are created and become active, those who are get what is new about them. First
 * everything is checked; one bad row, and nothing is performed at all. Then it is performed a thousand rows at a time, and should it be
 * interrupted, importing the same file again does the rest. Refuses what is no file of people, and an actor who may not import.
 */
export async function importPeople(
  world: ImportWorld,
  actor: Actor,
  bytes: Uint8Array,
  settings: ImportSettings,
  onProgress: (progress: ImportProgress) => void = () => {},
): Promise<ImportReport | Refusal> {
  const file = await readPeople(bytes, settings)
  if (isRefusal(file)) return file
  const total = file.rows.length
  const plan = await planImport(world.db, file.rows, (done) => onProgress({ doing: 'checking', done, total }))
  const planned = reportOf(file, plan, settings.dryRun)
  if (settings.dryRun) return planned
  if (planned.problems.length > 0) return { ...planned, created: 0, changed: 0 }

  const performed = await perform(world, actor, plan, onProgress)
  if (isRefusal(performed)) return performed
  const bad = performed.problems.length
  return { ...planned, created: performed.created, changed: performed.changed, bad, problems: performed.problems.slice(0, MOST_PROBLEMS) }
}

function reportOf(file: PeopleFile, plan: ImportPlan, dryRun: boolean): ImportReport {
  const found = [...file.problems, ...plan.problems].sort((a, b) => a.line - b.line)
  return {
    dryRun,
    rows: file.total,
    created: plan.created.length,
    changed: plan.changed.length,
    unchanged: plan.unchanged,
    bad: file.total - plan.created.length - plan.changed.length - plan.unchanged,
    problems: found.slice(0, MOST_PROBLEMS),
    columns: file.columns.map((column) => ({ ...column, sample: [...column.sample] })),
    fields: Object.entries<Fields[string]>(user.fields).flatMap(([field, { label, required, readOnly }]) =>
      readOnly ? [] : [{ field, label, required: required === true }],
    ),
    encoding: file.encoding,
    delimiter: file.delimiter,
  }
}

interface Performed {
  readonly created: number
  readonly changed: number
  readonly problems: readonly FileProblem[]
}

interface Work {
  readonly useCase: string
  readonly rows: readonly { readonly id: string; readonly line: number; readonly fields: Input }[]
}

async function perform(
  world: ImportWorld,
  actor: Actor,
  plan: ImportPlan,
  onProgress: (progress: ImportProgress) => void,
): Promise<Performed | Refusal> {
  const created = plan.created.map((row) => ({ ...row, id: world.newId() }))
  const total = created.length + plan.changed.length
  const done = { [importUsers.slug]: 0, [updateImportedUsers.slug]: 0 }
  const problems: FileProblem[] = []
  let walked = 0
  for (const work of [...chunks(updateImportedUsers.slug, plan.changed), ...chunks(importUsers.slug, created)]) {
    const refused = await performChunk(world, actor, work)
    if (isRefusal(refused) && walked === 0) return refused
    // Someone took the permission away in the middle: what is done stays done, and the rest is told row by row.
    const bad = isRefusal(refused) ? work.rows.map(({ line }) => ({ line, field: null, sentence: refused.sentence })) : refused
    problems.push(...bad)
    done[work.useCase] = (done[work.useCase] ?? 0) + work.rows.length - bad.length
    walked += work.rows.length
    onProgress({ doing: 'importing', done: walked, total })
  }
  return { created: done[importUsers.slug] ?? 0, changed: done[updateImportedUsers.slug] ?? 0, problems }
}

const chunks = (useCase: string, rows: Work['rows']): Work[] =>
  Array.from({ length: Math.ceil(rows.length / CHUNK) }, (_, at) => ({ useCase, rows: rows.slice(at * CHUNK, (at + 1) * CHUNK) }))

/** Performs a chunk, and answers what was refused of it: what somebody else did since the file was checked. */
async function performChunk(world: ImportWorld, actor: Actor, { useCase, rows }: Work): Promise<FileProblem[] | Refusal> {
  const lines = new Map(rows.map(({ id, line }) => [id, line]))
  const told = { rows: Object.fromEntries(rows.map(({ id, fields }) => [id, fields])) }
  const { kind, results, refusal } = await world.begin(actor, useCase, [...lines.keys()], told)
  if (!results) {
    if (refusal) return refusal
    throw new Error(`The import was answered with "${kind}" and no results.`)
  }
  return results
    .filter((result) => result.outcome !== 'done')
    .map((result) => ({ line: lines.get(result.object) ?? 0, field: null, sentence: result.sentence ?? 'This row was refused.' }))
}

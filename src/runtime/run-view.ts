import type { Form, Input } from '../engine/form.ts'
import type { Actor } from '../engine/permit.ts'
import { stepAt } from '../engine/process.ts'
import { type Refusal, refuse } from '../engine/refusal.ts'
import { NEW, type UseCase } from '../engine/use-case.ts'
import { labelOf, titleOf } from '../journal/sentence.ts'
import { isId } from '../kit/id.ts'
import type { StoredObject } from '../store/object.ts'
import { openRunsOf, readRun, readRunObjects, runObjectsEnded, type StoredRun, type StoredRunObject } from '../store/run.ts'
import { noSuchRun } from './answer.ts'
import { type ApprovalView, approvalOf, awaitedPlaces } from './approvals.ts'
import { approverRefusal } from './approver.ts'
import { LEG_LIMIT, type LegEnd } from './leg.ts'
import { needsSecondPerson } from './second-person.ts'
import { askedOf, readSeen, seenOf } from './seen.ts'
import { useCaseBySymbol, type World } from './world.ts'

/** What became of one object, or, before the form is answered, whether it will be done. */
export interface RunResult {
  readonly object: string
  readonly label: string
  readonly state: string | undefined
  readonly made: string | null
  readonly outcome: 'done' | 'refused' | null
  readonly refusal: Refusal | null
}

/** A run as its panel shows it. */
export interface RunView {
  readonly run: StoredRun
  readonly useCase: UseCase
  readonly form: { readonly name: string; readonly form: Form; readonly values: Input; readonly version: number | undefined } | undefined
  /** What it waits for, in the words of the drawing. */
  readonly waitsFor: string | undefined
  /** Whether, as it stands at its form, a second person would have to agree to it. */
  readonly needsSecond?: boolean
  /** Where it awaits a second person: what was asked, and whether whoever looks may agree. */
  readonly approval?: ApprovalView
  /** The first thousand; where there are more, those that were refused before the others. */
  readonly results: readonly RunResult[]
}

/** A run, for the actor who began it, and for those who agreed to it or may. */
export async function viewRun(world: World, actor: Actor, id: string): Promise<RunView | Refusal> {
  const run = await ownRun(world, actor, id)
  return 'code' in run ? run : viewOf(world, actor, run)
}

/** A page of what became of the objects of a run, for the same: of all that came to an end, or to this end. */
export async function resultsOf(
  world: World,
  actor: Actor,
  id: string,
  { outcome, after, limit }: { outcome: 'done' | 'refused' | undefined; after: number | undefined; limit: number },
): Promise<{ run: StoredRun; items: readonly RunResult[]; next: number | undefined } | Refusal> {
  const run = await ownRun(world, actor, id)
  if ('code' in run) return run
  const useCase = useCaseBySymbol(world, run.useCase)
  const places = await runObjectsEnded(world.db, run.id, outcome, after ?? -1, limit)
  const stored = await storedOf(world, actor, useCase, places)
  return {
    run,
    items: places.map((place) => resultOf(world, useCase, place, stored.get(place.objectId))),
    next: places.length === limit ? places.at(-1)?.position : undefined,
  }
}

async function ownRun(world: World, actor: Actor, id: string): Promise<StoredRun | Refusal> {
  const run = isId(id) ? await readRun(world.db, id) : undefined
  if (!run) return noSuchRun(id)
  if (run.actorId === actor.id || (run.approvedBy !== null && run.approvedBy === actor.id)) return run
  if (run.state === 'awaiting') {
    const refusal = await approverRefusal(world, world.db, world.definitions.current(), actor, run, useCaseBySymbol(world, run.useCase))
    if (!refusal) return run
  }
  return refuse(
    'not_your_run',
    `This was begun by ${run.actorName}, and only they can see it.`,
    'Look at the history of the object instead.',
  )
}

/** The open runs of one person, newest first. */
export async function tasksOf(world: World, actor: Actor): Promise<{ run: StoredRun; useCase: UseCase }[]> {
  if (actor.id === null) return []
  return (await openRunsOf(world.db, actor.id, 100)).map((run) => ({ run, useCase: useCaseBySymbol(world, run.useCase) }))
}

/** The view of a run; from what its last leg left in memory where that is all of it, else from the database. */
export async function viewOf(world: World, actor: Actor, run: StoredRun, end?: LegEnd): Promise<RunView> {
  const useCase = useCaseBySymbol(world, run.useCase)
  if (run.state === 'awaiting') return awaitingView(world, actor, run, useCase)
  const step =
    run.state === 'asking' || run.state === 'waiting' ? stepAt(await world.definitions.process(world.db, run.drawing), run.at) : undefined
  const isWhole = end !== undefined && end.objects.length === run.total && !useCase.in.includes(NEW)
  const places = isWhole ? end.objects : await readRunObjects(world.db, run.id, LEG_LIMIT)
  const stored = isWhole ? byId(seenOf(world, actor, useCase.on, [...end.stored.values()])) : await storedOf(world, actor, useCase, places)
  const shown = step?.kind === 'ask' ? useCase.forms[step.form] : undefined
  const form = shown && { ...shown, fields: askedOf(world, actor, useCase, shown) }
  const size = run.total - places.filter(({ outcome }) => outcome === 'refused').length
  const { current } = world.definitions
  return {
    run,
    useCase,
    ...(form && { needsSecond: await needsSecondPerson(world.db, current(), useCase, run, size, world.clock.now()) }),
    form: form && step?.kind === 'ask' ? { name: step.form, form, ...filled(form, places, stored) } : undefined,
    waitsFor: step?.kind === 'wait' ? step.label : undefined,
    results: places.map((place) =>
      resultOf(world, useCase, place, stored.get(place.objectId), isWhole ? end.states.get(place.objectId) : undefined),
    ),
  }
}

async function awaitingView(world: World, actor: Actor, run: StoredRun, useCase: UseCase): Promise<RunView> {
  const places = await awaitedPlaces(world, actor, run, useCase)
  const stored = await storedOf(world, actor, useCase, places)
  const results = places.map((place) => {
    const object = stored.get(place.objectId)
    // Whoever decides wants to know whose card it is.
    return { ...resultOf(world, useCase, place, object), ...(object && { label: titleOf(world.catalog, object) }) }
  })
  return { run, useCase, form: undefined, waitsFor: undefined, approval: await approvalOf(world, actor, run, useCase), results }
}

export function resultOf(
  world: World,
  useCase: UseCase,
  place: StoredRunObject,
  object: StoredObject | undefined,
  state?: string,
): RunResult {
  return {
    object: place.objectId,
    label: object && object.state !== NEW ? labelOf(world.catalog, object) : useCase.on.label,
    state: object && (state ?? object.state),
    made: place.outcome === 'done' ? place.madeId : null,
    outcome: place.outcome,
    refusal: place.refusal,
  }
}

async function storedOf(
  world: World,
  actor: Actor,
  useCase: UseCase,
  places: readonly StoredRunObject[],
): Promise<ReadonlyMap<string, StoredObject>> {
  const ids = places.map((place) => place.objectId)
  return byId(await readSeen(world, actor, useCase.on, ids))
}

const byId = (objects: readonly StoredObject[]): ReadonlyMap<string, StoredObject> => new Map(objects.map((object) => [object.id, object]))

/** A form about one object is filled with what that object has, and then says of which version that is. */
function filled(
  form: Form,
  places: readonly StoredRunObject[],
  stored: ReadonlyMap<string, StoredObject>,
): { values: Input; version: number | undefined } {
  const [only] = places
  const object = places.length === 1 && only ? stored.get(only.objectId) : undefined
  const values = Object.fromEntries(
    Object.entries(form.fields).flatMap(([name, field]) => {
      const value = object?.fields[name] ?? field.default
      return value === undefined || value === null ? [] : [[name, value]]
    }),
  )
  const showsIt = object !== undefined && object.state !== NEW && Object.keys(form.fields).some((name) => name in object.fields)
  return { values, version: showsIt ? object.version : undefined }
}

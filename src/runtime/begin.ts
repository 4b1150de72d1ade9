import { cleaned, type Input, problems } from '../engine/form.ts'
import { type Actor, startRefusal } from '../engine/permit.ts'
import { actsFrom, type Process, travel } from '../engine/process.ts'
import { type Refusal, refuse } from '../engine/refusal.ts'
import { NEW, type UseCase } from '../engine/use-case.ts'
import { actedBy } from '../store/journal.ts'
import { writeLegsToCome } from '../store/leg.ts'
import { type StoredRun, UNASKED } from '../store/run.ts'
import { actOrAsk } from './ask-second-person.ts'
import { changedRefusal, oneVersionRefusal } from './changed-refusal.ts'
import { mappingOf } from './definitions.ts'
import { LEG_LIMIT, type LegEnd, walkLeg } from './leg.ts'
import { askProofFor } from './proof.ts'
import { refuseAll } from './refuse-all.ts'
import { askedOf } from './seen.ts'
import { permissionsOfActor, useCaseBySlug, type World } from './world.ts'

/** What a leg came to. `refused`: nothing began, and why; as a whole, or object by object. */
export type Outcome =
  | { readonly kind: 'refused'; readonly refusal: Refusal; readonly useCase?: UseCase; readonly end?: LegEnd }
  | { readonly kind: 'run'; readonly run: StoredRun; readonly useCase: UseCase; readonly end?: LegEnd }

export interface Begin {
  readonly useCase: string
  /** Ids of the objects; empty for a use case that creates one. */
  readonly objects: readonly string[]
  /** The answers to its form. With them the run goes on at once. */
  readonly input?: Input
  /** What a process without a form works on, from within Cardinal: the rows of a file, the answers of a bureau. Its caller has checked it. */
  readonly told?: Input
  /** The id the run is to have, where the caller must know it beforehand. */
  readonly runId?: string
  /** The version that the one object must still have; without it any will do. */
  readonly ifVersion?: number | undefined
}

/** Begins a use case on a set of objects: one leg, to its form, to a wait, or to its end. */
export async function begin(world: World, actor: Actor, given: Begin): Promise<Outcome> {
  const useCase = useCaseBySlug(world, given.useCase)
  if (!useCase) return { kind: 'refused', refusal: noSuchUseCase(given.useCase) }
  const refusal = startRefusal(permissionsOfActor(world, actor), actor, useCase) ?? numberRefusal(useCase, given)
  if (refusal) return refuseAll(world, world.db, actor, { useCase, objects: given.objects }, refusal)

  const drawing = world.definitions.current().drawings.get(useCase.symbol)
  if (!drawing) throw new Error(`${useCase.name} has no drawing in force.`)
  const process = await world.definitions.process(world.db, drawing)
  const input = readInput(world, actor, useCase, process, given)
  if ('code' in input) return refuseAll(world, world.db, actor, { useCase, objects: given.objects }, input)
  // A form that is only shown changes nothing; whoever answers it is asked then.
  const unproved = input.asks ? undefined : askProofFor(world, actor, useCase, given.objects.length)
  if (unproved) return refuseAll(world, world.db, actor, { useCase, objects: given.objects }, unproved)

  const objects = useCase.in.includes(NEW) && given.objects.length === 0 ? [world.newId()] : given.objects
  const run = newRun(world, actor, useCase, drawing, input, objects.length, given.runId)
  return objects.length > LEG_LIMIT
    ? beginInLegs(world, actor, useCase, run, objects, actsFrom(process, run.at))
    : beginAtOnce(world, actor, useCase, run, objects, given.ifVersion)
}

async function beginAtOnce(
  world: World,
  actor: Actor,
  useCase: UseCase,
  run: StoredRun,
  objects: readonly string[],
  ifVersion: number | undefined,
): Promise<Outcome> {
  const leaving = objects.map((objectId, position) => ({
    objectId,
    madeId: useCase.makes ? world.newId() : null,
    position,
    at: run.at,
    outcome: null,
    refusal: null,
  }))
  const end = await world.db.transaction(
    async (tx) =>
      (await changedRefusal(world, tx, actor, useCase, objects, ifVersion)) ??
      walkLeg(world, tx, { run, isNew: true, useCase, actor, leaving, remaining: 0 }),
  )
  if ('code' in end) return refuseAll(world, world.db, actor, { useCase, objects }, end)
  if (end.run) return { kind: 'run', run: end.run, useCase, end }
  const refusal = end.objects[0]?.refusal
  if (!refusal) throw new Error('A run without objects began.')
  return { kind: 'refused', refusal, useCase, end }
}

/** A large set is stored first, and then walked in legs by a job that a person can watch; or it awaits a second person. */
async function beginInLegs(
  world: World,
  _actor: Actor,
  useCase: UseCase,
  run: StoredRun,
  objects: readonly string[],
  acts: boolean,
): Promise<Outcome> {
  const legs = Array.from({ length: Math.ceil(objects.length / LEG_LIMIT) }, (_, nth) =>
    objects.slice(nth * LEG_LIMIT, (nth + 1) * LEG_LIMIT),
  )
  return world.db.transaction(async (tx) => {
    const begun = acts ? await actOrAsk(world, tx, useCase, run, objects) : run
    if (begun.state === 'walking') await world.enqueue(tx, 'walk-run', { run: run.id })
    await writeLegsToCome(tx, begun, legs)
    return { kind: 'run', run: begun, useCase }
  })
}

/**
 * The answers to the form that the process begins with. When they are given the run starts behind the form as if it had been shown;
 * what the form would have refused is refused. A process that asks nothing takes no answers.
 */
function readInput(
  world: World,
  actor: Actor,
  useCase: UseCase,
  process: Process,
  { input: given, told = {} }: Begin,
): { input: Input; at: string; asks?: true } | Refusal {
  const first = travel(process, process.start, () => false)
  if (first.step.kind !== 'ask') return inputRefusal({}, given ?? {}) ?? { input: told, at: process.start }
  if (given === undefined) return { input: {}, at: process.start, asks: true }
  const form = useCase.forms[first.step.form]
  if (!form) throw new Error(`${useCase.name} has no form "${first.step.form}".`)
  const fields = askedOf(world, actor, useCase, form)
  return inputRefusal(fields, given) ?? { input: cleaned(fields, given), at: first.at }
}

export function inputRefusal(fields: Parameters<typeof problems>[0], input: Input): Refusal | undefined {
  const wrong = problems(fields, input)
  if (wrong.length === 0) return undefined
  return {
    ...refuse(
      'invalid_input',
      `${wrong.map((problem) => problem.sentence).join(' ')} Nothing was changed.`,
      'Correct what is marked, and go on.',
    ),
    problems: wrong,
  }
}

function numberRefusal(useCase: UseCase, { objects, ifVersion }: Begin): Refusal | undefined {
  const { name, on } = useCase
  // The import names the people it brings in; whoever else creates an object is given its id.
  if (useCase.in.includes(NEW) && useCase.offered === 'to the system') return undefined
  if (useCase.in.includes(NEW))
    return objects.length === 0
      ? undefined
      : refuse(
          'creates_one',
          `${name} creates a new ${on.label}; no ${on.label} can be given to it. Nothing was changed.`,
          'Leave the list of objects empty.',
        )
  if (objects.length === 0)
    return refuse('no_objects', `${name} needs at least one ${on.label}. Nothing was changed.`, `Choose a ${on.label} first.`)
  if (useCase.single && objects.length > 1)
    return refuse('one_at_a_time', `${name} is done for one ${on.label} at a time. Nothing was changed.`, `Choose one ${on.label}.`)
  const version = oneVersionRefusal(useCase, objects.length, ifVersion)
  if (version) return version
  if (new Set(objects).size < objects.length)
    return refuse('object_twice', 'An object was given twice. Nothing was changed.', 'Give each object once.')
  return undefined
}

export const noSuchUseCase = (slug: string): Refusal =>
  refuse(
    'no_such_use_case',
    `There is no use case "${slug}". Nothing was changed.`,
    'The list of commands is in the API description at /api.',
  )

function newRun(
  world: World,
  actor: Actor,
  useCase: UseCase,
  drawing: string,
  start: { input: Input; at: string },
  total: number,
  id: string | undefined,
): StoredRun {
  return {
    id: id ?? world.newId(),
    useCase: useCase.symbol,
    drawing,
    mapping: mappingOf(world.definitions.current(), useCase, world.catalog.mappings)?.name ?? null,
    state: 'walking',
    ...actedBy(actor),
    input: start.input,
    message: {},
    at: start.at,
    total,
    done: 0,
    refused: 0,
    startedAt: world.clock.now(),
    endedAt: null,
    ...UNASKED,
  }
}

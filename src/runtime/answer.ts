import { cleaned, type Input } from '../engine/form.ts'
import { type Actor, startRefusal } from '../engine/permit.ts'
import { actsFrom, stepAt } from '../engine/process.ts'
import { type Refusal, refuse } from '../engine/refusal.ts'
import type { UseCase } from '../engine/use-case.ts'
import { isId } from '../kit/id.ts'
import { idsAwaiting } from '../store/awaiting.ts'
import type { Transaction } from '../store/database.ts'
import { writeCount } from '../store/leg.ts'
import {
  countAt,
  divideIntoLegs,
  lockRun,
  type RunState,
  readRun,
  runObjectsAbout,
  runObjectsAt,
  type StoredRun,
  takeLeg,
} from '../store/run.ts'
import { actOrAsk, putBeforeSecondPerson } from './ask-second-person.ts'
import { inputRefusal, type Outcome } from './begin.ts'
import { changedRefusal, oneVersionRefusal } from './changed-refusal.ts'
import { closeRun } from './close-run.ts'
import { LEG_LIMIT, type LegEnd, walkLeg } from './leg.ts'
import { askProofFor } from './proof.ts'
import { refuseAll } from './refuse-all.ts'
import { whoBegan, whoBeganNow } from './run-actor.ts'
import { AsksSecondPerson } from './second-person.ts'
import { askedOf } from './seen.ts'
import { permissionsOfActor, useCaseBySymbol, type World } from './world.ts'

/** Answers the form a run stops at: the next leg. With a version, only if what it is about still has it; else it goes on asking. */
export async function answer(world: World, actor: Actor, runId: string, input: Input, ifVersion?: number): Promise<Outcome> {
  return world.db.transaction(async (tx) => {
    const run = isId(runId) ? await lockRun(tx, runId) : undefined
    if (!run) return { kind: 'refused', refusal: noSuchRun(runId) }
    const useCase = useCaseBySymbol(world, run.useCase)
    const refusal =
      runRefusal(run, actor, useCase) ??
      startRefusal(permissionsOfActor(world, actor), actor, useCase) ??
      askProofFor(world, actor, useCase, run.total)
    if (refusal) return refuseRun(world, tx, actor, useCase, run, refusal)
    const step = stepAt(await world.definitions.process(tx, run.drawing), run.at)
    const form = step.kind === 'ask' ? useCase.forms[step.form] : undefined
    if (!form) throw new Error(`The run ${run.id} asks at "${run.at}", where there is no form.`)
    const fields = askedOf(world, actor, useCase, form)
    const wrong = inputRefusal(fields, input)
    if (wrong) return refuseRun(world, tx, actor, useCase, run, wrong)
    const places = ifVersion === undefined ? [] : await runObjectsAt(tx, run.id, run.at, LEG_LIMIT)
    const ids = places.map((place) => place.objectId)
    const changed = oneVersionRefusal(useCase, ids.length, ifVersion) ?? (await changedRefusal(world, tx, actor, useCase, ids, ifVersion))
    if (changed) return refuseRun(world, tx, actor, useCase, run, changed)
    // Who agreed to earlier answers has not seen these.
    const answered = { ...run, ...UNAPPROVED, input: { ...run.input, ...cleaned(fields, input) } }
    return goOn(world, tx, actor, useCase, answered)
  })
}

const UNAPPROVED = { approvedBy: null, approvedName: null, approvedAt: null } as const

/** The run still has legs to walk before it can wait for this message; deliver it again later. */
export class NotYet extends Error {}

/**
 * Brings a waiting run the message it waits for; with `about`, only for the objects that are, or made, one of these. A run that
 * waits for another message, or has ended, is left as it is: a repeat is harmless.
 */
export async function deliver(
  world: World,
  runId: string,
  name: string,
  message: Input,
  about?: readonly string[],
): Promise<Outcome | undefined> {
  return world.db.transaction(async (tx) => {
    const run = await lockRun(tx, runId)
    if (run?.state === 'walking') throw new NotYet(`The run ${runId} does not wait for "${name}" yet.`)
    if (run?.state !== 'waiting') return undefined
    const step = stepAt(await world.definitions.process(tx, run.drawing), run.at)
    if (step.kind !== 'wait' || step.message !== name) return undefined
    const useCase = useCaseBySymbol(world, run.useCase)
    const told = { ...run, message }
    if (!about) return goOn(world, tx, whoBegan(run), useCase, told)
    const leaving = await runObjectsAbout(tx, run.id, run.at, about)
    if (leaving.length === 0) return undefined
    const remaining = (await countAt(tx, run.id, run.at)) - leaving.length
    return gone(await walkLeg(world, tx, { run: told, isNew: false, useCase, actor: whoBegan(run), leaving, remaining }), useCase)
  })
}

/**
 * Walks one leg of a large run; others may walk theirs at the same time. Returns false when no leg is left that nobody walks. What the run
 * was told goes for all its legs; only its counts change meanwhile, and those are added under its lock.
 */
export async function walkOn(world: World, runId: string): Promise<boolean> {
  try {
    return await world.db.transaction((tx) => walkNext(world, tx, runId))
  } catch (error) {
    if (!(error instanceof AsksSecondPerson)) throw error
    await putBeforeSecondPerson(world, runId)
    return false
  }
}

async function walkNext(world: World, tx: Transaction, runId: string): Promise<boolean> {
  const run = await readRun(tx, runId)
  if (run?.state !== 'walking') return false
  const taken = await takeLeg(tx, run.id, run.at, LEG_LIMIT)
  if (!taken) return false
  const useCase = useCaseBySymbol(world, run.useCase)
  const leaving = taken.objects.map((place) => (taken.isNew && useCase.makes ? { ...place, madeId: world.newId() } : place))
  const actor = await whoBeganNow(tx, run, world.clock.now())
  await walkLeg(world, tx, { run, isNew: taken.isNew, isShare: true, useCase, actor, leaving, remaining: 0 })
  return true
}

/** Closes a run at its form, or while it awaits a second person. Nothing of it remains but the journal's line. */
export async function cancel(world: World, actor: Actor, runId: string): Promise<Outcome> {
  return world.db.transaction(async (tx) => {
    const run = isId(runId) ? await lockRun(tx, runId) : undefined
    if (!run) return { kind: 'refused', refusal: noSuchRun(runId) }
    const useCase = useCaseBySymbol(world, run.useCase)
    const refusal = runRefusal(run, actor, useCase, ['asking', 'awaiting'])
    if (refusal) return refuseRun(world, tx, actor, useCase, run, refusal)
    const facts = run.state === 'awaiting' ? { asked: true } : {}
    return { kind: 'run', run: await closeRun(world, tx, actor, useCase, run, { kind: 'cancelled', facts }), useCase }
  })
}

/** The leg from where the run stands; a set too large for one leg is divided into several, which are left to a job. */
export async function goOn(world: World, tx: Transaction, actor: Actor, useCase: UseCase, run: StoredRun): Promise<Outcome> {
  const leaving = await runObjectsAt(tx, run.id, run.at, LEG_LIMIT + 1)
  if (leaving.length > LEG_LIMIT) {
    const acts = actsFrom(await world.definitions.process(tx, run.drawing), run.at)
    const begun = acts ? await actOrAsk(world, tx, useCase, run, await idsAwaiting(tx, run.id)) : { ...run, state: 'walking' as const }
    if (begun.state === 'walking') {
      await divideIntoLegs(tx, run.id, run.at, LEG_LIMIT)
      await world.enqueue(tx, 'walk-run', { run: run.id })
    }
    await writeCount(tx, begun)
    return { kind: 'run', run: begun, useCase }
  }
  return gone(await walkLeg(world, tx, { run, isNew: false, useCase, actor, leaving, remaining: 0 }), useCase)
}

function gone(end: LegEnd, useCase: UseCase): Outcome {
  if (!end.run) throw new Error(`A run of ${useCase.name} went on and left no record.`)
  return { kind: 'run', run: end.run, useCase, end }
}

/** Refuses the next step of a run, which stays where it is. */
export async function refuseRun(
  world: World,
  tx: Transaction,
  actor: Actor,
  useCase: UseCase,
  run: StoredRun,
  refusal: Refusal,
): Promise<Outcome> {
  const places = await runObjectsAt(tx, run.id, run.at, LEG_LIMIT)
  return refuseAll(world, tx, actor, { useCase, objects: places.map((place) => place.objectId), runId: run.id }, refusal)
}

function runRefusal(run: StoredRun, actor: Actor, useCase: UseCase, states: readonly RunState[] = ['asking']): Refusal | undefined {
  if (run.actorId === actor.id) return states.includes(run.state) ? undefined : notAsking(run, useCase)
  return refuse(
    'not_your_run',
    `This was begun by ${run.actorName}, and only they can go on with it. Nothing was changed.`,
    'Begin it yourself, or ask them.',
    { names: [run.actorName] },
  )
}

export const noSuchRun = (id: string): Refusal =>
  refuse('no_such_run', `There is no run with the id ${id}. Nothing was changed.`, 'Begin the use case again.')

export function notAsking(run: StoredRun, useCase: UseCase): Refusal {
  const how = {
    ended: 'has ended already',
    cancelled: 'was cancelled',
    walking: 'is under way',
    waiting: 'is waiting',
    asking: 'is asking',
    awaiting: 'waits for a second person',
  }[run.state]
  return refuse(
    'run_not_asking',
    `This run of ${useCase.name} ${how}. Nothing was changed.`,
    'Look at the object: what you see there is what is so now.',
  )
}

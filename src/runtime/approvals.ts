/** What awaits a second person, as whoever asked and whoever may agree see it. */
import type { Field } from '../engine/form.ts'
import type { Actor } from '../engine/permit.ts'
import type { Refusal } from '../engine/refusal.ts'
import { approvePermission, type UseCase } from '../engine/use-case.ts'
import { selfOf } from '../store/account.ts'
import { readAwaiting } from '../store/awaiting.ts'
import { awaitingRuns, type StoredRun, type StoredRunObject } from '../store/run.ts'
import { lapsesAt } from './approve.ts'
import { approverRefusal, countApprovers } from './approver.ts'
import { changedSince } from './changed-refusal.ts'
import { LEG_LIMIT } from './leg.ts'
import { refusalsOf } from './offers.ts'
import { whoBeganNow } from './run-actor.ts'
import { askedOf, readSeen } from './seen.ts'
import { permissionsOfActor, useCaseBySymbol, type World } from './world.ts'

/** One answer of a form in words. */
export interface Said {
  readonly label: string
  readonly value: string
}

export interface ApprovalLine {
  readonly run: StoredRun
  readonly useCase: UseCase
  /** What was typed into the form, in words. */
  readonly said: readonly Said[]
  /** When it lapses unless somebody answers. */
  readonly lapsesAt: Date
}

/** What a panel shows of a run that awaits a second person. */
export interface ApprovalView extends Pick<ApprovalLine, 'said' | 'lapsesAt'> {
  /** Whether whoever looks asked for it. */
  readonly isMine: boolean
  /** Why whoever looks may not agree; undefined where they may. */
  readonly refusal: Refusal | undefined
  /** How many people could agree. */
  readonly approvers: number
}

const MOST = 200

/** What asks for this actor's approval, the oldest first; nothing that they could not agree to. */
export async function approvalsFor(world: World, actor: Actor): Promise<ApprovalLine[]> {
  const definitions = world.definitions.current()
  const permissions = permissionsOfActor(world, actor, definitions)
  if (actor.kind !== 'person' || !permissions.words().some((word) => word.startsWith('approve:'))) return []
  const found: ApprovalLine[] = []
  for (const run of await awaitingRuns(world.db, MOST)) {
    const useCase = useCaseBySymbol(world, run.useCase)
    if (!permissions.has(approvePermission(useCase)) || lapsesAt(world, run) <= world.clock.now()) continue
    if (await approverRefusal(world, world.db, definitions, actor, run, useCase)) continue
    found.push({ run, useCase, said: saidIn(world, actor, useCase, run), lapsesAt: lapsesAt(world, run) })
  }
  return found
}

export async function approvalOf(world: World, actor: Actor, run: StoredRun, useCase: UseCase): Promise<ApprovalView> {
  const isMine = run.actorId !== null && run.actorId === actor.id
  const { accounts } = run.actorId === null ? { accounts: [] } : await selfOf(world.db, run.actorId)
  return {
    said: saidIn(world, actor, useCase, run),
    lapsesAt: lapsesAt(world, run),
    isMine,
    refusal: await approverRefusal(world, world.db, world.definitions.current(), actor, run, useCase),
    approvers: await countApprovers(world, useCase, accounts),
  }
}

/** What a run awaits a second person for, the first thousand, each with whether it could be done now, if somebody agreed. */
export async function awaitedPlaces(world: World, actor: Actor, run: StoredRun, useCase: UseCase): Promise<StoredRunObject[]> {
  const places = await readAwaiting(world.db, run, LEG_LIMIT)
  const objects = await readSeen(
    world,
    actor,
    useCase.on,
    places.map(({ objectId }) => objectId),
  )
  const refusals = await refusalsOf(world, await whoBeganNow(world.db, run, world.clock.now()), useCase, objects)
  const changed = changedSince(world, useCase, run.askedAt, objects)
  return places.map((place) => {
    const refusal = refusals.get(place.objectId) ?? changed.get(place.objectId)
    return refusal ? { ...place, outcome: 'refused', refusal } : place
  })
}

/** What was typed into the form, as far as whoever looks may see it. */
function saidIn(world: World, actor: Actor, useCase: UseCase, { input }: StoredRun): Said[] {
  const fields = Object.values(useCase.forms).flatMap((form) => Object.entries(askedOf(world, actor, useCase, form)))
  return fields.flatMap(([name, field]) => {
    const value = input[name]
    return value === undefined || value === null || value === '' ? [] : [{ label: field.label, value: valueIn(world, field, value) }]
  })
}

function valueIn(world: World, { kind, choices }: Field, value: unknown): string {
  const { roles, bureaus } = world.definitions.current()
  const text = String(value)
  if (kind === 'boolean') return value === true ? 'Yes' : 'No'
  if (kind === 'role') return roles.get(text)?.label ?? text
  if (kind === 'bureau') return bureaus.get(text)?.label ?? text
  return choices?.find((choice) => choice.value === value)?.label ?? text
}

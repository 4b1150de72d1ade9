import { card } from '../catalog/objects/card.ts'
import { incident } from '../catalog/objects/incident.ts'
import { recall } from '../catalog/objects/recall.ts'
import type { Template } from '../engine/object.ts'
import { type Actor, readPermission } from '../engine/permit.ts'
import type { UseCase } from '../engine/use-case.ts'
import { countByState } from '../store/count-by-state.ts'
import { countQueued } from '../store/overview.ts'
import { approvalsFor } from './approvals.ts'
import { type LeavingSoon, QUEUED_STATE, soonLeaving } from './departures.ts'
import { lately, type Told } from './history.ts'
import { newOffers } from './offers.ts'
import { tasksOf } from './run-view.ts'
import { permissionsOfActor, type World } from './world.ts'

/** What waits, what this person may start, and what they did lately. */
export interface HomeView {
  readonly commands: readonly UseCase[]
  readonly queued: number
  readonly nextRelease: Date | null
  /** Releases that are near and would take orders. */
  readonly leaving: readonly LeavingSoon[]
  readonly failed: number
  readonly tasks: number
  /** Incidents that nobody has closed, and recalls that wait for an answer. */
  readonly incidents: number
  readonly recalls: number
  readonly lately: readonly Told[]
}

/** In minutes. Pages speak of a release from ten minutes before it on; the others are for clocks that go wrong. */
const NEAR = 15

/** Whoever may not read something is told of none; whoever reaches a part is told of that part. */
export async function home(world: World, actor: Actor): Promise<HomeView> {
  const permissions = permissionsOfActor(world, actor)
  const sum = async (template: Template, states: readonly string[]): Promise<number> => {
    const reaches = permissions.reach(readPermission(template.name))
    if (reaches.length === 0) return 0
    const counts = await countByState(world.db, template, states, { actor, reaches })
    return [...counts.values()].reduce((one, other) => one + other, 0)
  }
  const readsAll = permissions.reach(readPermission(card.name)).some(({ scope }) => scope === 'all')
  const { next, soon } = await soonLeaving(world, NEAR)
  return {
    commands: newOffers(world, actor),
    queued: readsAll ? await countQueued(world.db) : await sum(card, [QUEUED_STATE]),
    nextRelease: next,
    leaving: readsAll ? soon : [],
    failed: await sum(card, ['failed']),
    tasks: (await tasksOf(world, actor)).length + (await approvalsFor(world, actor)).length,
    incidents: await sum(incident, ['open', 'taken']),
    recalls: await sum(recall, ['asked', 'sent', 'overdue']),
    lately: await lately(world, actor, 12),
  }
}

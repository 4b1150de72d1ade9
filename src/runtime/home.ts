import { type Actor, readPermission } from '../engine/permit.ts'
import type { UseCase } from '../engine/use-case.ts'
import { countByState } from '../store/incident.ts'
import { countInState, countQueued } from '../store/overview.ts'
import { type LeavingSoon, soonLeaving } from './departures.ts'
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

/** Whoever may not read something is told of none. */
export async function home(world: World, actor: Actor): Promise<HomeView> {
  const permissions = permissionsOfActor(world, actor)
  const reads = (template: string): boolean => permissions.has(readPermission(template))
  const sum = async (table: 'incident' | 'recall', states: readonly string[]): Promise<number> =>
    [...(await countByState(world.db, table, states)).values()].reduce((one, other) => one + other, 0)
  const { next, soon } = await soonLeaving(world, NEAR)
  return {
    commands: newOffers(world, actor),
    queued: reads('card') ? await countQueued(world.db) : 0,
    nextRelease: next,
    leaving: reads('card') ? soon : [],
    failed: reads('card') ? await countInState(world.db, 'card', 'failed') : 0,
    tasks: (await tasksOf(world, actor)).length,
    incidents: reads('incident') ? await sum('incident', ['open', 'taken']) : 0,
    recalls: reads('recall') ? await sum('recall', ['asked', 'sent', 'overdue']) : 0,
    lately: await lately(world, actor, 12),
  }
}

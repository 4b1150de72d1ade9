import { type Actor, readPermission } from '../engine/permit.ts'
import type { UseCase } from '../engine/use-case.ts'
import { countInState, countQueued } from '../store/overview.ts'
import { lately, type Told } from './history.ts'
import { newOffers } from './offers.ts'
import type { BureauFacts } from './production.ts'
import { leavesAt } from './release.ts'
import { tasksOf } from './run-view.ts'
import { permissionsOfActor, type World } from './world.ts'

/** What waits, what this person may start, and what they did lately. */
export interface HomeView {
  readonly commands: readonly UseCase[]
  readonly queued: number
  readonly nextRelease: Date | null
  readonly failed: number
  readonly tasks: number
  readonly lately: readonly Told[]
}

/** Whoever may not read cards is told of none. */
export async function home(world: World, actor: Actor, bureau: BureauFacts): Promise<HomeView> {
  const readsCards = permissionsOfActor(world, actor).has(readPermission('card'))
  return {
    commands: newOffers(world, actor),
    queued: readsCards ? await countQueued(world.db, bureau.name) : 0,
    nextRelease: leavesAt(world),
    failed: readsCards ? await countInState(world.db, 'card', 'failed') : 0,
    tasks: (await tasksOf(world, actor)).length,
    lately: await lately(world, actor, 12),
  }
}

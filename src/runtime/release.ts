import { type Actor, startRefusal } from '../engine/permit.ts'
import type { Refusal } from '../engine/refusal.ts'
import { BUREAU } from '../production/bureau.ts'
import { nextRelease } from '../production/schedule.ts'
import { queuedCards } from '../store/order.ts'
import { begin } from './begin.ts'
import { permissionsOfActor, useCaseBySlug, type World } from './world.ts'

const SEND = 'send-queued-orders'

/**
 * Sends what waits in the queue: batch after batch, each a run of Send queued orders. What was aborted meanwhile is left out; what
 * another release takes at the same moment is left to it.
 */
export async function release(world: World, actor: Actor): Promise<{ orders: number; batches: number } | Refusal> {
  const useCase = useCaseBySlug(world, SEND)
  if (!useCase) throw new Error(`There is no use case "${SEND}".`)
  const refusal = startRefusal(permissionsOfActor(world, actor), actor, useCase)
  if (refusal) return refusal

  const sum = { orders: 0, batches: 0 }
  const until = world.clock.now()
  for (;;) {
    const cards = await queuedCards(world.db, BUREAU, until, Number(world.definitions.current().options.CardsAddonExtProdBatchSize))
    if (cards.length === 0) return sum
    const outcome = await begin(world, actor, { useCase: SEND, objects: cards })
    const claimed = outcome.kind === 'run' ? outcome.run.total - outcome.run.refused : 0
    if (claimed === 0 && (await stillQueued(world, cards))) throw new Error('Orders are in the queue whose cards are not in Processing.')
    sum.orders += claimed
    sum.batches += claimed > 0 ? 1 : 0
  }
}

/** When the queue is sent next; null when the schedule never comes due. */
export function leavesAt(world: World): Date | null {
  const { options } = world.definitions.current()
  return nextRelease(String(options.CardsAddonExtProdReleaseSchedule), String(options.CardsAddonExtProdTimeZone), world.clock.now())
}

/** A round that claimed nothing must have lost its orders to somebody else; else the next would be the same for ever. */
async function stillQueued(world: World, cards: readonly string[]): Promise<boolean> {
  const queued = new Set(await queuedCards(world.db, BUREAU, world.clock.now(), cards.length))
  return cards.every((card) => queued.has(card))
}

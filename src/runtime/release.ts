import { sendQueuedOrders } from '../catalog/use-cases/send-queued-orders.ts'
import { type Actor, startRefusal } from '../engine/permit.ts'
import type { Refusal } from '../engine/refusal.ts'
import { BUREAU } from '../production/bureau.ts'
import { nextRelease } from '../production/schedule.ts'
import { HEAD_OF_QUEUE, queuedOrders } from '../store/order.ts'
import { begin } from './begin.ts'
import { refuseAll } from './refuse-all.ts'
import { permissionsOfActor, type World } from './world.ts'

/**
 * Sends what waits in the queue: batch after batch, each a run of Send queued orders. What was aborted meanwhile is left out; what
 * another release takes at the same moment is left to it. The queue is walked once: what the bureau did not take comes back to its old
 * place and waits for the next release, and an order that cannot be claimed keeps no other from being sent.
 */
export async function release(world: World, actor: Actor): Promise<{ orders: number; batches: number } | Refusal> {
  const refusal = startRefusal(permissionsOfActor(world, actor), actor, sendQueuedOrders)
  if (refusal) return (await refuseAll(world, world.db, actor, { useCase: sendQueuedOrders, objects: [] }, refusal)).refusal

  const sum = { orders: 0, batches: 0 }
  const until = world.clock.now()
  for (let behind = HEAD_OF_QUEUE; ; ) {
    const size = Number(world.definitions.current().options.CardsAddonExtProdBatchSize)
    const orders = await queuedOrders(world.db, BUREAU, until, behind, size)
    const last = orders.at(-1)
    if (!last) return sum
    behind = last
    const outcome = await begin(world, actor, { useCase: sendQueuedOrders.slug, objects: orders.map((order) => order.cardId) })
    const claimed = outcome.kind === 'run' ? outcome.run.total - outcome.run.refused : 0
    sum.orders += claimed
    sum.batches += claimed > 0 ? 1 : 0
  }
}

/** When the queue is sent next; null when the schedule never comes due. */
export function leavesAt(world: World): Date | null {
  const { options } = world.definitions.current()
  return nextRelease(String(options.CardsAddonExtProdReleaseSchedule), String(options.CardsAddonExtProdTimeZone), world.clock.now())
}

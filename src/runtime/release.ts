import { sendQueuedOrders } from '../catalog/use-cases/send-queued-orders.ts'
import { type Actor, startRefusal } from '../engine/permit.ts'
import { isRefusal, type Refusal, refuse } from '../engine/refusal.ts'
import { batchSizeOf, labelOfBureau, scheduleOf } from '../production/bureaus-in-force.ts'
import { localDay } from '../production/card-data.ts'
import { since } from '../production/too-late.ts'
import { readPresses } from '../store/bureau.ts'
import { HEAD_OF_QUEUE, queuedOrders } from '../store/order.ts'
import { begin } from './begin.ts'
import { noSuchBureau } from './bureaus.ts'
import { refuseAll } from './refuse-all.ts'
import { permissionsOfActor, type World } from './world.ts'

export interface Released {
  readonly orders: number
  readonly batches: number
}

/**
 * Sends what waits in the queue of a bureau: batch after batch, each a run of Send queued orders. What was aborted meanwhile or is held is
 * left out; what another release takes at the same moment is left to it. The queue is walked once: what the bureau did not take comes back
 * to its old place and waits for the next release, and an order that cannot be claimed keeps no other from being sent. While the press of
 * the bureau is stopped nothing is sent.
 */
export async function release(world: World, actor: Actor, bureau: string): Promise<Released | Refusal> {
  const isDefined = world.definitions.current().bureaus.has(bureau)
  const refusal =
    startRefusal(permissionsOfActor(world, actor), actor, sendQueuedOrders) ??
    (isDefined ? undefined : noSuchBureau(world, bureau)) ??
    (await stoppedRefusal(world, bureau))
  if (refusal) return (await refuseAll(world, world.db, actor, { useCase: sendQueuedOrders, objects: [] }, refusal)).refusal

  const sum = { orders: 0, batches: 0 }
  const until = world.clock.now()
  for (let behind = HEAD_OF_QUEUE; ; ) {
    const size = batchSizeOf(world.definitions.current(), bureau)
    const orders = await queuedOrders(world.db, bureau, until, behind, size)
    const last = orders.at(-1)
    if (!last) return sum
    behind = last
    const outcome = await begin(world, actor, { useCase: sendQueuedOrders.slug, objects: orders.map((order) => order.cardId) })
    const claimed = outcome.kind === 'run' ? outcome.run.total - outcome.run.refused : 0
    sum.orders += claimed
    sum.batches += claimed > 0 ? 1 : 0
    // The press was stopped in the middle; the rest waits.
    if (claimed === 0 && (await stoppedRefusal(world, bureau))) return sum
  }
}

/** Releases the queue of a bureau as its schedule comes due: not on its holidays, and silently where its press is stopped. */
export async function releaseOnSchedule(world: World, actor: Actor, bureau: string): Promise<Released> {
  const { timeZone, holidays } = scheduleOf(world.definitions.current(), bureau)
  const isHoliday = holidays.includes(localDay(world.clock.now(), timeZone))
  if (isHoliday || (await stoppedRefusal(world, bureau))) return { orders: 0, batches: 0 }
  const released = await release(world, actor, bureau)
  return isRefusal(released) ? { orders: 0, batches: 0 } : released
}

async function stoppedRefusal(world: World, name: string): Promise<Refusal | undefined> {
  const press = (await readPresses(world.db)).get(name)
  if (!press?.stoppedAt) return undefined
  return refuse(
    'press_stopped',
    `The press of ${labelOfBureau(world.definitions.current(), name)} was stopped${since(press.stoppedAt, world.clock.now())}${press.stoppedWhy ? ` (${press.stoppedWhy})` : ''}. Nothing was sent.`,
    'Start the press first; every order keeps its place until then.',
  )
}

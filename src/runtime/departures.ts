import type { BureauDefinition } from '../catalog/bureau-definition.ts'
import { labelOfBureau } from '../production/bureaus-in-force.ts'
import { leavesAt, releasesWithin, timetableOf } from '../production/leaves-at.ts'
import type { StoredObject } from '../store/object.ts'
import type { StoredOrder } from '../store/order.ts'
import { countLeaving, queuedOrdersOf, stoppedPresses } from '../store/queue.ts'
import type { World } from './world.ts'

/** A queued order, and until when it can be taken out of the queue: null while it is held, while the press is stopped, or where no release is planned. */
export interface Departure {
  readonly abortableUntil: Date | null
  readonly heldAt: Date | null
  readonly stoppedAt: Date | null
}

/** When the queue of each bureau leaves, as it is planned at this moment. A release takes the whole queue, so a bureau has one such time. */
export interface Departures {
  readonly now: Date
  readonly bureaus: ReadonlyMap<string, BureauDefinition>
  /** The bureaus whose press is stopped, with the time since when. */
  readonly stopped: ReadonlyMap<string, Date>
  /** When a bureau's queue leaves, whatever of it is held. */
  next(bureau: string): Date | null
  /** The time zone that a bureau's days are counted in. */
  timeZone(bureau: string): string
}

export async function departures(world: World): Promise<Departures> {
  const stopped = await stoppedPresses(world.db)
  const { bureaus, options } = world.definitions.current()
  const now = world.clock.now()
  const known = new Map<string, Date | null>()
  return {
    now,
    bureaus,
    stopped,
    next(bureau) {
      const definition = bureaus.get(bureau)
      if (!definition) return null
      const found = known.get(bureau)
      if (found !== undefined) return found
      const next = leavesAt({ definition, options, now, stoppedAt: stopped.get(bureau) ?? null, heldAt: null })
      known.set(bureau, next)
      return next
    },
    timeZone: (bureau) => timetableOf(bureaus.get(bureau) ?? NO_OWN_SCHEDULE, options).timeZone,
  }
}

const NO_OWN_SCHEDULE = { schedule: null, timeZone: null }

/** Which of these objects are cards with an order in the queue, and until when each can be aborted. Only such a card is in Processing. */
export async function departuresOf(world: World, objects: readonly StoredObject[]): Promise<ReadonlyMap<string, Departure>> {
  const cards = objects.filter((object) => object.personId !== null && object.state === QUEUED_STATE)
  if (cards.length === 0) return new Map()
  const orders = await queuedOrdersOf(
    world.db,
    cards.map((card) => card.id),
  )
  const planned = await departures(world)
  return new Map([...orders].map(([card, order]) => [card, departureOf(planned, order)]))
}

/** A card whose order is in the queue is in this state. */
export const QUEUED_STATE = 'processing'

/** The same for one order; undefined where it is not in the queue. */
async function departureOfOrder(world: World, order: StoredOrder | undefined): Promise<Departure | undefined> {
  return order?.status === 'queued' ? departureOf(await departures(world), order) : undefined
}

const departureOf = ({ next, stopped }: Departures, { bureau, heldAt }: Pick<StoredOrder, 'bureau' | 'heldAt'>): Departure => ({
  abortableUntil: heldAt ? null : next(bureau),
  heldAt,
  stoppedAt: stopped.get(bureau) ?? null,
})

/** What is known of the queue of an order: what people call its bureau, and when the order leaves; undefined where there is no order. */
export const queueOf = async (
  world: World,
  order: StoredOrder | undefined,
): Promise<{ label: string; departure: Departure | undefined } | undefined> =>
  order && { label: labelOfBureau(world.definitions.current(), order.bureau), departure: await departureOfOrder(world, order) }

/** What leaves soon, and for whom. */
export interface LeavingSoon {
  readonly bureau: string
  readonly label: string
  readonly at: Date
  /** How many orders the release would take now. */
  readonly orders: number
}

/** When something leaves next, and which releases come within so many minutes that would take an order. */
export async function soonLeaving(world: World, minutes: number): Promise<{ next: Date | null; soon: LeavingSoon[] }> {
  const { now, bureaus, stopped } = await departures(world)
  const { options } = world.definitions.current()
  const all = releasesWithin(bureaus, options, now, Number.POSITIVE_INFINITY, new Set(stopped.keys()))
  const near = releasesWithin(bureaus, options, now, minutes, new Set(stopped.keys()))
  const counts =
    near.length > 0
      ? await countLeaving(
          world.db,
          near.map(({ bureau }) => bureau),
        )
      : new Map<string, number>()
  return {
    next: all[0]?.at ?? null,
    soon: near.flatMap(({ bureau, at }) => {
      const orders = counts.get(bureau) ?? 0
      return orders > 0 ? [{ bureau, label: bureaus.get(bureau)?.label ?? bureau, at, orders }] : []
    }),
  }
}

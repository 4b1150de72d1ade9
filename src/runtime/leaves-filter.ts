/**
 * Searching cards by when their order leaves. A release takes the whole queue of a bureau, so that all its orders that are not held leave
 * at one moment: what is asked in times is answered in bureaus, and the database looks at no time at all.
 */
import type { Template } from '../engine/object.ts'
import { type Refusal, refuse } from '../engine/refusal.ts'
import { localDay } from '../production/card-data.ts'
import type { QueuePart } from '../store/search.ts'
import { type Departures, departures } from './departures.ts'
import type { World } from './world.ts'

/**
 * `today` is the day in the bureau's time zone. `later` is any other day, or that no release is planned. `stopped` is the queue of a press that is
 * stopped, without what is held in it. So an order is today, later, held or stopped; within the hour is for those in a hurry.
 */
export const LEAVES = ['within-the-hour', 'today', 'later', 'held', 'stopped'] as const
export type Leaves = (typeof LEAVES)[number]

const HOUR = 3_600_000

/** Takes out of a search's filters what they ask of the queue, by the names `leaves` and `bureau`; only cards have these. */
export async function leavesFilter(
  world: World,
  template: Template,
  { leaves = '', bureau = '', ...filters }: Readonly<Record<string, string>>,
): Promise<{ queued: QueuePart | undefined; filters: Readonly<Record<string, string>> } | Refusal> {
  if (template.table !== 'card') return { queued: undefined, filters: { ...filters, ...(leaves && { leaves }), ...(bureau && { bureau }) } }
  if (!leaves && !bureau) return { queued: undefined, filters }
  if (leaves !== '' && !isLeaves(leaves))
    return refuse('no_such_filter', `Cards are not searched by leaving "${leaves}".`, `Search for those that leave: ${LEAVES.join(', ')}.`)
  const planned = await departures(world)
  if (bureau && !planned.bureaus.has(bureau))
    return refuse('no_such_bureau', `There is no bureau "${bureau}".`, `Choose one of: ${[...planned.bureaus.keys()].join(', ')}.`)
  return { queued: leaves === '' ? { bureaus: [bureau] } : partOf(planned, leaves, bureau || undefined), filters }
}

const isLeaves = (word: string): word is Leaves => LEAVES.some((each) => each === word)

function partOf(planned: Departures, leaves: Leaves, only: string | undefined): QueuePart {
  const bureaus = [...planned.bureaus.keys()]
  const stopped = [...planned.stopped.keys()]
  const today = bureaus.filter((bureau) => leavesToday(planned, bureau))
  const those = (found: readonly string[]): QueuePart => ({
    held: false,
    bureaus: found.filter((bureau) => only === undefined || bureau === only),
  })
  const ofIt = only === undefined ? {} : { bureaus: [only] }
  switch (leaves) {
    case 'within-the-hour':
      return those(bureaus.filter((bureau) => leavesWithinTheHour(planned, bureau)))
    case 'today':
      return those(today)
    case 'later':
      // Told by what it is not: the orders of a bureau that nobody knows any more are in the queue as well, and are found somewhere.
      return { held: false, otherBureausThan: [...today, ...stopped], ...ofIt }
    case 'held':
      return { held: true, ...ofIt }
    case 'stopped':
      return those(stopped)
  }
}

function leavesToday({ next, timeZone, now }: Departures, bureau: string): boolean {
  const at = next(bureau)
  return at !== null && localDay(at, timeZone(bureau)) === localDay(now, timeZone(bureau))
}

function leavesWithinTheHour({ next, now }: Departures, bureau: string): boolean {
  const at = next(bureau)
  return at !== null && at.getTime() - now.getTime() <= HOUR
}

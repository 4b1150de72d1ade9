/** The moment of no return: when the orders in a bureau's queue leave, by its schedule, its time zone, its holidays and what holds them. */

import type { BureauDefinition } from '../catalog/bureau-definition.ts'
import type { OptionValues } from '../catalog/options.ts'
import { nextRelease } from './schedule.ts'

/** What of a bureau's definition says when its queue is released. */
export type Timetable = Pick<BureauDefinition, 'schedule' | 'timeZone' | 'holidays'>

export interface Waiting {
  readonly definition: Timetable
  /** Of the installation; they say it where the definition leaves it open. */
  readonly options: OptionValues
  readonly now: Date
  /** Since when the bureau's press is stopped; null while it runs. */
  readonly stoppedAt: Date | null
  /** Since when this order is held; null where it is not. */
  readonly heldAt: Date | null
}

/** Until when a queued order can be taken out of the queue. Null: nothing is planned that would take it, so it stays there. */
export function leavesAt({ definition, options, now, stoppedAt, heldAt }: Waiting): Date | null {
  if (stoppedAt || heldAt) return null
  const { cron, timeZone } = timetableOf(definition, options)
  return nextRelease(cron, timeZone, now, definition.holidays)
}

/** A bureau's queue, and when it is released. */
export interface Release {
  readonly bureau: string
  readonly at: Date
}

/** The next release of each bureau whose press runs, of those that come within so many minutes; the first to come first. */
export function releasesWithin(
  bureaus: ReadonlyMap<string, Timetable>,
  options: OptionValues,
  now: Date,
  minutes: number,
  stopped: ReadonlySet<string>,
): Release[] {
  const until = now.getTime() + minutes * 60_000
  return [...bureaus]
    .flatMap(([bureau, definition]) => {
      const at = stopped.has(bureau) ? null : leavesAt({ definition, options, now, stoppedAt: null, heldAt: null })
      return at && at.getTime() <= until ? [{ bureau, at }] : []
    })
    .sort((one, other) => one.at.getTime() - other.at.getTime())
}

/** The schedule of a bureau's releases and the time zone it is read in: its own, or the installation's. */
export const timetableOf = (
  { schedule, timeZone }: Pick<BureauDefinition, 'schedule' | 'timeZone'>,
  options: OptionValues,
): { readonly cron: string; readonly timeZone: string } => ({
  cron: schedule ?? String(options.CardsAddonExtProdReleaseSchedule),
  timeZone: timeZone ?? String(options.CardsAddonExtProdTimeZone),
})

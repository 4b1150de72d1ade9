import type { Actor } from '../engine/permit.ts'
import type { Refusal } from '../engine/refusal.ts'
import { inWords, nextRelease, scheduleProblem } from '../production/schedule.ts'
import { mayNotOnBureau } from './bureaus.ts'
import type { World } from './world.ts'

/** A schedule as people read it: in words, and when it comes due next. */
export interface ScheduleView {
  readonly cron: string
  readonly timeZone: string
  readonly words: string
  /** The next releases, soonest first; none where it never comes due. */
  readonly next: readonly Date[]
}

/** What a schedule would be; null stands for what the options say. */
export interface AskedSchedule {
  readonly cron: string | null
  readonly timeZone: string | null
  readonly holidays: readonly string[]
}

const TOLD = 3

export function scheduleView(
  { clock }: Pick<World, 'clock'>,
  { cron, timeZone, holidays }: { cron: string; timeZone: string; holidays: readonly string[] },
): ScheduleView {
  const next: Date[] = []
  for (let after = clock.now(); next.length < TOLD; ) {
    const due = nextRelease(cron, timeZone, after, holidays)
    if (!due) break
    next.push(due)
    after = due
  }
  return { cron, timeZone, words: inWords(cron, timeZone), next }
}

/** Tells beforehand what a schedule would be; a sentence where it is none. Changes nothing. */
export function previewSchedule(world: World, actor: Actor, asked: AskedSchedule): ScheduleView | { readonly why: string } | Refusal {
  const refusal = mayNotOnBureau(world, actor)
  if (refusal) return refusal
  const { options } = world.definitions.current()
  const cron = asked.cron ?? String(options.CardsAddonExtProdReleaseSchedule)
  const timeZone = asked.timeZone ?? String(options.CardsAddonExtProdTimeZone)
  const why = scheduleProblem(cron, timeZone)
  return why ? { why } : scheduleView(world, { ...asked, cron, timeZone })
}

/** The releases of the past, each as the schedule has it. */
import { schedulerActor } from '../identity/actor.ts'
import { BUREAU } from '../production/bureau.ts'
import { scheduleOf } from '../production/bureaus-in-force.ts'
import { nextRelease } from '../production/schedule.ts'
import { expireCards } from '../runtime/expire.ts'
import { releaseOnSchedule } from '../runtime/release.ts'
import { answers } from './bureau-answers.ts'
import { OUTAGE } from './notable-days.ts'
import type { Stage } from './stage.ts'

/** The queue fills up after the last release; so that it is not empty, a release in the last two hours is left out. */
const UNRELEASED = 2 * 3_600_000

export function releases(stage: Stage): void {
  const { agenda, calendar } = stage
  for (const time of releaseTimes(stage)) agenda.at(time, () => releaseAt(stage, time))
  for (const workday of [21, 11])
    agenda.at(calendar.at(workday, '03:17'), async () => void (await expireCards(stage.world, schedulerActor)))
}

/** When the queue was released last. */
export const lastRelease = (stage: Stage): Date => releaseTimes(stage).at(-1) ?? stage.agenda.clock.now()

/** There was no holiday in the past. */
function releaseTimes({ world, calendar, end }: Stage): Date[] {
  const { cron, timeZone } = scheduleOf(world.definitions.current(), BUREAU)
  const times: Date[] = []
  for (let after = calendar.at(61, '07:00'); ; ) {
    const next = nextRelease(cron, timeZone, after)
    if (!next || next.getTime() > end.getTime() - UNRELEASED) return times
    times.push(next)
    after = next
  }
}

async function releaseAt(stage: Stage, time: Date): Promise<void> {
  const { world, calendar, bureau, reach, jobs } = stage
  reach.isAway = calendar.workdayOf(time) === OUTAGE && calendar.hourOf(time) < 12
  await releaseOnSchedule(world, schedulerActor, BUREAU)
  await jobs()
  reach.isAway = false
  for (const batch of (await bureau.take()).batches) answers(stage, batch, time)
}

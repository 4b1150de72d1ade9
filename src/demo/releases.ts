/** The releases of the past, each as the schedule has it, and what the bureau answered to them. */
import { schedulerActor } from '../identity/actor.ts'
import { BUREAU } from '../production/bureau.ts'
import { nextRelease } from '../production/schedule.ts'
import { expireCards } from '../runtime/expire.ts'
import { release } from '../runtime/release.ts'
import type { Cohort } from './cohorts.ts'
import type { TakenBatch } from './pretend-bureau.ts'
import type { Stage } from './stage.ts'

/** The working day on whose first release the bureau could not be reached. */
export const OUTAGE = 38
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

function releaseTimes({ world, calendar, end }: Stage): Date[] {
  const { CardsAddonExtProdReleaseSchedule: cron, CardsAddonExtProdTimeZone: zone } = world.definitions.current().options
  const times: Date[] = []
  for (let after = calendar.at(61, '07:00'); ; ) {
    const next = nextRelease(String(cron), String(zone), after)
    if (!next || next.getTime() > end.getTime() - UNRELEASED) return times
    times.push(next)
    after = next
  }
}

async function releaseAt(stage: Stage, time: Date): Promise<void> {
  const { world, calendar, bureau, reach, jobs } = stage
  reach.isAway = calendar.workdayOf(time) === OUTAGE && calendar.hourOf(time) < 12
  await release(world, schedulerActor, BUREAU)
  await jobs()
  reach.isAway = false
  for (const batch of await bureau.take()) answers(stage, batch, time)
}

/** The bureau acknowledges a batch within the hour, begins on the next working day, and has shipped the cards two days later. */
function answers(stage: Stage, batch: TakenBatch, released: Date): void {
  const { agenda, bureau, calendar } = stage
  const say = (time: Date, ...reports: Parameters<typeof bureau.answer>[1][]): void =>
    agenda.at(time, async () => {
      for (const report of reports.length > 0 ? reports : [undefined]) await bureau.answer(batch, report)
      await collect(stage)
    })
  const workday = calendar.workdayOf(released)
  say(new Date(released.getTime() + 38 * 60_000))
  const untouched = ['ordered'] as const
  const unfinished = ['ordered', 'inProduction'] as const
  const failing = ['failed', 'orderRepeated'] as const
  const isAny = (cohorts: readonly Cohort[], card: string): boolean => isOf(stage, cohorts, card)
  if (workday > 1) say(calendar.at(workday - 1, '09:20'), { kind: 'in-production', has: (card) => !isAny(untouched, card) })
  if (workday > 3)
    say(
      calendar.at(workday - 3, '13:40'),
      { kind: 'produced', has: (card) => !isAny(unfinished, card) && !(isAny(failing, card) && failsNow(stage, workday, card)) },
      { kind: 'failed', has: (card) => isAny(failing, card) && failsNow(stage, workday, card) },
    )
}

/** A card whose order was repeated fails once only: before the day of the repeat. */
const failsNow = (stage: Stage, workday: number, card: string): boolean => workday > OUTAGE || isOf(stage, ['failed'], card)

const isOf = ({ cohorts, cards }: Stage, names: readonly Cohort[], card: string): boolean =>
  names.some((name) => cohorts[name].some((person) => cards.get(person) === card))

/** As the job does that looks for answers. */
async function collect({ world, jobs }: Stage): Promise<void> {
  await world.db.transaction((tx) => world.enqueue(tx, 'collect-answers', {}))
  await jobs()
}

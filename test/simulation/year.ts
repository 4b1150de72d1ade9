import { localDay } from '../../src/production/card-data.ts'
import { nextRelease } from '../../src/production/schedule.ts'
import type { Database } from '../../src/store/database.ts'
import { between } from '../chance.ts'
import { anAdministratorDecides } from './administrator.ts'
import { disagreements } from './agreement.ts'
import { lapsed, type Model, returned, taken } from './model.ts'
import { heard } from './model-answers.ts'
import { releaseByTheClock, somebodyActs } from './people.ts'
import type { PretendBureau } from './pretend-bureau.ts'
import { BEGIN, bureauNames, Crash, count, definitionOf, HOUR, type Job, openSimulation, power, type Simulation } from './simulation.ts'

export interface Year {
  readonly model: Model
  readonly bureaus: ReadonlyMap<string, PretendBureau>
  readonly counts: Readonly<Record<string, number>>
}

/** Lives through so many days; throws with the seed and the day when Cardinal and the model disagree. */
export async function live(db: Database, seed: number, days: number): Promise<Year> {
  const desk = await openSimulation(db, seed)
  for (let day = 0; day < days; day++) {
    try {
      await liveADay(desk, day)
      const wrong = await disagreements(db, desk.model, desk.bureaus, day % 30 === 29 || day === days - 1)
      if (wrong.length > 0) throw new Error(wrong.slice(0, 5).join('\n'))
    } catch (error) {
      throw new Error(
        `Day ${day} of the simulation went wrong; SIMULATION_SEED=${seed} does the same again.\n${error instanceof Error ? error.message : error}`,
        { cause: error },
      )
    }
  }
  return desk
}

async function liveADay(desk: Simulation, day: number): Promise<void> {
  const { chance } = desk
  const morning = BEGIN + day * 24 * HOUR
  const plan: { at: number; what: () => Promise<void> }[] = []
  const plans = (at: number, what: () => Promise<void>): void => void plan.push({ at, what })
  for (let acts = between(chance, 4, 10); acts > 0; acts--) plans(morning + (7 + chance() * 11) * HOUR, () => somebodyActs(desk))
  if (chance() < 0.15) plans(morning + (8 + chance() * 9) * HOUR, () => anAdministratorDecides(desk))
  for (const name of bureauNames) planReleases(desk, name, morning, plans)
  for (const hour of [9, 20]) plans(morning + (hour + chance()) * HOUR, () => collect(desk, {}))
  for (const hour of [6, 12, 18]) plans(morning + hour * HOUR, () => lapse(desk))
  plan.sort((a, b) => a.at - b.at)
  for (const { at, what } of plan) {
    await workJobs(desk, at)
    desk.setTime(at)
    await what()
  }
  await workJobs(desk, morning + 24 * HOUR)
}

/** The schedule comes due on holidays as well; then nothing may leave. */
function planReleases(desk: Simulation, name: string, morning: number, plans: (at: number, what: () => Promise<void>) => void): void {
  const { options } = desk.world.definitions.current()
  const { schedule, timeZone, holidays } = definitionOf(name)
  const [cron, zone] = [schedule ?? String(options.CardsAddonExtProdReleaseSchedule), timeZone ?? String(options.CardsAddonExtProdTimeZone)]
  for (let at = nextRelease(cron, zone, new Date(morning)); at && at.getTime() < morning + 24 * HOUR; ) {
    const isHoliday = holidays.includes(localDay(at, zone))
    plans(at.getTime(), () => releaseByTheClock(desk, name, isHoliday))
    at = nextRelease(cron, zone, at)
  }
}

/** Jobs that have come due; one in a few is done a second time, as after a crash just before it could be crossed out. */
async function workJobs(desk: Simulation, until: number): Promise<void> {
  const { jobs, chance } = desk
  for (;;) {
    const [next] = jobs.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)
    if (!next) return
    desk.setTime(next.at)
    jobs.splice(jobs.indexOf(next), 1)
    const again = { ...next, at: next.at + (1 + chance() * 20) * HOUR }
    try {
      await workJob(desk, next)
      if (chance() < 0.1) jobs.push(again)
    } catch (error) {
      // A line that is down at a later attempt is unclear as well: an earlier one may have got through.
      if (!(error instanceof Error) || !['The line broke.', 'The line was down.'].includes(error.message)) throw error
      jobs.push(again)
    }
  }
}

async function workJob(desk: Simulation, { name, data }: Job): Promise<void> {
  const { handlers, model, attempts } = desk
  if (name === 'collect-answers') return collect(desk, data)
  const batch = model.batches.get(String(data['batch']))
  attempts.length = 0
  try {
    await handlers[name](data)
  } finally {
    if (batch) batch.attempts += attempts.length
    count(desk, name === 'send-recall' ? 'recall attempts' : 'attempts', attempts.length)
  }
  for (const { message, end, answers } of attempts) {
    if (end === 'taken' && name === 'send-batch') taken(model, message)
    if (end === 'taken' && name === 'send-recall') asked(model, message)
    if (end === 'not delivered' && batch?.attempts === 1) returned(model, message)
    for (const answer of answers) heard(model, String(batch?.bureau ?? data['bureau']), answer)
  }
}

function asked(model: Model, message: string): void {
  for (const recall of model.recalls.values()) if (recall.message === message && recall.state === 'asked') recall.state = 'sent'
}

/** Hears all bureaus, or one. Now and then the program dies over an answer, and takes it up again. */
async function collect(desk: Simulation, data: Record<string, unknown>): Promise<void> {
  power.unsteady = desk.chance() < 0.15
  try {
    await desk.handlers['collect-answers'](data)
  } catch (error) {
    if (!(error instanceof Crash)) throw error
    count(desk, 'answers broken off')
    power.unsteady = false
    await desk.handlers['collect-answers'](data)
  } finally {
    power.unsteady = false
  }
}

async function lapse(desk: Simulation): Promise<void> {
  await desk.handlers['lapse-recalls']({})
  lapsed(desk.model, desk.now())
}

/** When queued orders are released: a cron expression of five parts, read in a time zone. */
import { Cron } from 'croner'
import { enumeration } from '../kit/enumeration.ts'
import { localDay } from './card-data.ts'

const DAY = 86_400_000

/**
 * The first release after a moment, or null where none ever comes. At the change to summer time, a release at an hour that does not
 * exist that day is made when the clock has jumped; at the change back, a release at an hour that comes twice is made once. On a holiday,
 * a day such as `2026-12-25` by the calendar of the time zone, there is none. Throws at what `scheduleProblem` tells of.
 */
export function nextRelease(cron: string, timeZone: string, after: Date, holidays: readonly string[] = []): Date | null {
  const releases = schedule(cron, timeZone)
  let next = releases.nextRun(after)
  // Each turn passes a holiday, and of these there is a list; a release every minute costs no more of them than one a day.
  for (const days = new Set(holidays); next && days.has(localDay(next, timeZone)); ) next = releases.nextRun(endOfDay(next, timeZone))
  return next
}

/** In one sentence what is wrong with a schedule; undefined where nothing is. With holidays it is also asked whether these leave it a release. */
export function scheduleProblem(cron: string, timeZone: string, closed?: ClosedDays): string | undefined {
  if (!isTimeZone(timeZone)) return `The time zone “${short(timeZone)}” is not known; give one such as Europe/Copenhagen or UTC.`
  const parts = partsOf(cron)
  if (parts.length !== PARTS.length)
    return `The schedule “${short(cron)}” has ${parts.length === 1 ? 'one part' : `${parts.length} parts`}; it needs five: minute, hour, day of the month, month and day of the week.`
  const wrong = PARTS.findIndex((_, at) => !isSchedule(PARTS.map((_, place) => (place === at ? parts[at] : '*')).join(' '), timeZone))
  if (wrong !== -1) return `The ${PARTS[wrong]} “${short(parts[wrong] ?? '')}” of the schedule cannot be read.`
  if (!isSchedule(cron, timeZone)) return `The schedule “${short(cron)}” cannot be read.`
  if (!nextRelease(cron, timeZone, new Date(0))) return `The schedule “${short(cron)}” never comes: there is no such day.`
  return closed && closesAll(cron, timeZone, closed)
    ? `Every release of the schedule “${short(cron)}” in the coming year falls on a holiday, so nothing would leave.`
    : undefined
}

/** Days without a release, and the day from which on they count. */
export interface ClosedDays {
  readonly holidays: readonly string[]
  readonly now: Date
}

/** The schedule as a person says it, such as "on weekdays at 10:00 and 16:00 (Europe/Copenhagen)"; the expression itself where words would not be exact. */
export function inWords(cron: string, timeZone: string): string {
  const words = scheduleProblem(cron, timeZone) ? undefined : said(partsOf(cron))
  return `${words ?? `on the schedule ${cron.trim()}`} (${timeZone})`
}

const PARTS = ['minute', 'hour', 'day of the month', 'month', 'day of the week']
const DAYS = ['Sundays', 'Mondays', 'Tuesdays', 'Wednesdays', 'Thursdays', 'Fridays', 'Saturdays']
const DAY_NAMES = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']

/** Whether there would be releases in the year to come, were it not for the holidays. */
function closesAll(cron: string, timeZone: string, { holidays, now }: ClosedDays): boolean {
  const inTheYear = (at: Date | null): boolean => at !== null && at.getTime() <= now.getTime() + 366 * DAY
  return inTheYear(nextRelease(cron, timeZone, now)) && !inTheYear(nextRelease(cron, timeZone, now, holidays))
}

/** The last second of a moment's day. Where the clock is set back at midnight, a day has two of them; then perhaps the first. */
function endOfDay(moment: Date, timeZone: string): Date {
  const midnight = schedule('0 0 * * *', timeZone).nextRun(moment)
  return new Date(Math.max(moment.getTime(), (midnight?.getTime() ?? 0) - 1000))
}

/** Without a function croner sets no timer. A list of hours counts as fixed times, as a person who wrote "2,14" means it. */
const schedule = (cron: string, timeZone: string): Cron =>
  new Cron(partsOf(cron).join(' '), { timezone: timeZone, mode: '5-part', fixedTimeRule: 'no-wildcard', paused: true })

const partsOf = (cron: string): string[] => cron.trim().split(/\s+/).filter(Boolean)

function isSchedule(cron: string, timeZone: string): boolean {
  try {
    schedule(cron, timeZone)
    return true
  } catch {
    return false
  }
}

function isTimeZone(timeZone: string): boolean {
  // An offset such as +02:00 is no time zone: it knows no summer time.
  if (!/^[A-Za-z]/.test(timeZone)) return false
  try {
    new Intl.DateTimeFormat('en', { timeZone })
    return true
  } catch {
    return false
  }
}

const short = (text: string): string => (text.length > 60 ? `${text.slice(0, 59)}…` : text)

function said(parts: readonly string[]): string | undefined {
  const [minute = '', hour = '', day = '', month = '', weekday = ''] = parts
  if (month !== '*') return undefined
  const days = saidDays(day, weekday)
  const times = saidTimes(minute, hour)
  if (!days || !times) return undefined
  // "every day every 15 minutes" says no more than "every 15 minutes".
  return days === 'every day' && !times.startsWith('at ') ? times : `${days} ${times}`
}

function saidDays(day: string, weekday: string): string | undefined {
  if (day !== '*' && weekday !== '*') return undefined
  if (day !== '*') {
    const days = numbers(day, 1, 31)
    return days && `on the ${enumeration(days.map(ordinal))} of every month`
  }
  if (weekday === '*') return 'every day'
  const named = DAY_NAMES.reduce((text, name, at) => text.replaceAll(new RegExp(`\\b${name}\\b`, 'gi'), String(at)), weekday)
  const given = numbers(named, 0, 7)
  if (!given) return undefined
  const week = [1, 2, 3, 4, 5, 6, 0].filter((at) => given.includes(at) || (at === 0 && given.includes(7)))
  const which = week.join('')
  if (which === '1234560') return 'every day'
  if (which === '12345') return 'on weekdays'
  return `on ${enumeration(week.map((at) => DAYS[at] ?? ''))}`
}

function saidTimes(minute: string, hour: string): string | undefined {
  const hours = hour === '*' ? undefined : numbers(hour, 0, 23)
  if (hour !== '*' && !hours) return undefined
  const step = stepOf(minute)
  if (step) return saidSteps(step, hours)
  const minutes = numbers(minute, 0, 59)
  if (!minutes) return undefined
  if (hours)
    return hours.length * minutes.length <= 6 ? `at ${enumeration(hours.flatMap((h) => minutes.map((m) => clock(h, m))))}` : undefined
  const [only] = minutes
  if (minutes.length !== 1 || only === undefined) return undefined
  return only === 0 ? 'every hour on the hour' : `every hour at ${only} ${only === 1 ? 'minute' : 'minutes'} past`
}

/** Only steps that divide the hour are "every so many minutes"; and only hours without a gap are "from … to …". */
function saidSteps(step: number, hours: readonly number[] | undefined): string | undefined {
  const every = step === 1 ? 'every minute' : `every ${step} minutes`
  if (!hours) return every
  const [first = 0] = hours
  const last = hours.at(-1) ?? 0
  return hours.length === last - first + 1 ? `${every} from ${clock(first, 0)} to ${clock(last, 60 - step)}` : undefined
}

function stepOf(minute: string): number | undefined {
  if (minute === '*') return 1
  const step = Number(/^\*\/(\d{1,2})$/.exec(minute)?.[1])
  return step < 60 && 60 % step === 0 ? step : undefined
}

/** The numbers of a list with ranges such as `1-5,7`, in order and once each; undefined for anything else. */
function numbers(text: string, least: number, most: number): number[] | undefined {
  const found = new Set<number>()
  for (const item of text.split(',')) {
    const range = /^(\d{1,2})(?:-(\d{1,2}))?$/.exec(item)
    if (!range) return undefined
    const from = Number(range[1])
    const to = Number(range[2] ?? range[1])
    if (from < least || to > most || from > to) return undefined
    for (let at = from; at <= to; at++) found.add(at)
  }
  return [...found].sort((a, b) => a - b)
}

const clock = (hour: number, minute: number): string => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`

function ordinal(day: number): string {
  const teen = day > 10 && day < 14
  return `${day}${teen ? 'th' : (['th', 'st', 'nd', 'rd'][day % 10] ?? 'th')}`
}

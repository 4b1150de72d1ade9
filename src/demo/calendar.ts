import { localDay } from '../production/card-data.ts'

/** The days before a moment as an organisation counts them: working days, and times of day in its time zone. */
export interface Calendar {
  /** The time of day, as 08:30, on the nth working day before today; the first is the last working day that is over. */
  at(workday: number, time: string): Date
  /** That working day, as YYYY-MM-DD. */
  day(workday: number): string
  /** Which working day before today a moment is on. */
  workdayOf(moment: Date): number
  /** The hour of the day, from 0 to 23. */
  hourOf(moment: Date): number
}

/** Working days are Monday to Friday; there are no holidays. */
export function calendarBefore(now: Date, timeZone: string): Calendar {
  const days = workdaysBefore(localDay(now, timeZone), 70)
  const day = (workday: number): string => {
    const found = days[workday - 1]
    if (!found) throw new Error(`The calendar does not go back ${workday} working days.`)
    return found
  }
  return {
    at: (workday, time) => momentAt(day(workday), time, timeZone),
    day,
    workdayOf: (moment) => days.indexOf(localDay(moment, timeZone)) + 1,
    hourOf: (moment) => Math.floor(wallClock(moment, timeZone) / 3_600_000) % 24,
  }
}

const DAY = 86_400_000

function workdaysBefore(today: string, count: number): string[] {
  const days: string[] = []
  for (let at = Date.parse(today) - DAY; days.length < count; at -= DAY) {
    const date = new Date(at)
    if (date.getUTCDay() % 6 !== 0) days.push(date.toISOString().slice(0, 10))
  }
  return days
}

/** Where clocks show a time of a day. The zone's offset is looked up twice, since it may change between the guess and the answer. */
function momentAt(day: string, time: string, timeZone: string): Date {
  const wanted = Date.parse(`${day}T${time}:00Z`)
  const guess = new Date(wanted - (wallClock(new Date(wanted), timeZone) - wanted))
  return new Date(guess.getTime() + wanted - wallClock(guess, timeZone))
}

const clocks = new Map<string, Intl.DateTimeFormat>()

/** What clocks show at a moment, in milliseconds as if it were UTC; whole minutes. */
function wallClock(moment: Date, timeZone: string): number {
  const clock =
    clocks.get(timeZone) ??
    new Intl.DateTimeFormat('sv-SE', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' })
  clocks.set(timeZone, clock)
  return Date.parse(`${clock.format(moment).replace(' ', 'T')}:00Z`)
}

import type { Clock } from '../kit/clock.ts'

/** What happens when: deeds in the order of their times, each performed with the clock set to its time. */
export interface Agenda {
  readonly clock: Clock
  /** Puts a deed on the agenda; a deed may put others there. Refuses a time that is past, or that is behind the end. */
  at(time: Date, deed: () => Promise<void>): void
  /** Lets some seconds go by in the middle of a deed. */
  pass(seconds: number): void
  /** Performs everything, and tells before each deed how far the time has come. */
  run(arrived: (now: Date, fraction: number) => void): Promise<void>
}

export function agendaOf(begin: Date, end: Date): Agenda {
  const deeds: { time: number; place: number; deed: () => Promise<void> }[] = []
  let now = begin.getTime()
  let places = 0
  return {
    clock: { now: () => new Date(now) },
    at(time, deed) {
      if (time.getTime() < now || time > end)
        throw new Error(`${time.toISOString()} is not between ${new Date(now).toISOString()} and the end.`)
      deeds.push({ time: time.getTime(), place: places++, deed })
    },
    pass: (seconds) => {
      now = Math.min(now + seconds * 1000, end.getTime())
    },
    async run(arrived) {
      for (let next = earliest(deeds); next; next = earliest(deeds)) {
        deeds.splice(deeds.indexOf(next), 1)
        // A deed that took long has carried the clock beyond the next one's time; the clock never goes back.
        now = Math.max(now, next.time)
        arrived(new Date(now), (now - begin.getTime()) / (end.getTime() - begin.getTime()))
        await next.deed()
      }
    },
  }
}

function earliest<T extends { time: number; place: number }>(deeds: readonly T[]): T | undefined {
  let found: T | undefined
  for (const deed of deeds) if (!found || deed.time < found.time || (deed.time === found.time && deed.place < found.place)) found = deed
  return found
}

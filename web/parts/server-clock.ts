/**
 * How far this computer's clock is from the server's. An answer names the server's time in whole seconds, so each leaves a range of a good
 * second; what several leave together is narrower. A clock that fits into it is believed, another is moved no further than into it.
 */
export interface ServerClock {
  /** An answer with this `Date` header to what was asked at one moment and answered at another, by the clock of this computer. */
  heard(date: string | null, askedAt: number, answeredAt: number): void
  /** Milliseconds to add to the clock of this computer. */
  offset(): number
}

/** The server writes the second anew when it comes to it, which is a little late while it is busy. */
const LATE = 250

export function createServerClock(): ServerClock {
  let least = Number.NEGATIVE_INFINITY
  let most = Number.POSITIVE_INFINITY
  return {
    heard(date, askedAt, answeredAt) {
      const second = Date.parse(date ?? '')
      if (Number.isNaN(second)) return
      const [from, to] = [second - answeredAt, second + 1000 + LATE - askedAt]
      const fits = from <= most && to >= least
      // Somebody set one of the clocks: what was heard before is over.
      least = fits ? Math.max(least, from) : from
      most = fits ? Math.min(most, to) : to
    },
    offset: () => Math.min(Math.max(0, least), most),
  }
}

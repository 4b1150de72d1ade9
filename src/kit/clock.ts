/** Where the time comes from. Rules never read the clock; they are given `now`. A simulation brings its own. */
export interface Clock {
  now(): Date
}

export const systemClock: Clock = { now: () => new Date() }

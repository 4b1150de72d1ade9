/** An entry that was put in later, with an older time: a few that are much older than those sealed ahead of them, where the time then goes on. */
export interface TimedEntry {
  readonly position: number
  readonly id: string
  readonly at: string
}

const HOUR = 3_600_000
/** More of them than this, one after the other, is a clock that was set back, as after it had been wrong. */
const FEW = 100

/** Takes entries in their order, and answers those that turn out to be older than they can be. */
export function watchTimes(): (entry: TimedEntry) => readonly TimedEntry[] {
  let latest = ''
  let older: TimedEntry[] = []
  return (entry) => {
    const isOlder = entry.at < latest && Date.parse(entry.at) < Date.parse(latest) - HOUR
    if (isOlder && older.push(entry) <= FEW) return []
    const found = isOlder ? [] : older
    older = []
    if (isOlder || entry.at > latest) latest = entry.at
    return found
  }
}

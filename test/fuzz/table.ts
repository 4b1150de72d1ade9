import type { FuzzReport } from './fuzz.ts'

/** The counts as lines: an operation, and how many answers of each status it gave. */
export function table({ counts, seconds }: FuzzReport): string {
  const rows = [...counts].sort(([a], [b]) => (a < b ? -1 : 1))
  const classes = new Map<string, number>()
  for (const [, statuses] of rows)
    for (const [status, times] of statuses)
      classes.set(`${Math.floor(status / 100)}xx`, (classes.get(`${Math.floor(status / 100)}xx`) ?? 0) + times)
  const total = [...classes.values()].reduce((sum, times) => sum + times, 0)
  const cells = (statuses: Iterable<readonly [string | number, number]>): string =>
    [...statuses]
      .sort()
      .map(([status, times]) => `${status}: ${times}`)
      .join('  ')
  return [
    ...rows.map(([name, statuses]) => `${name.padEnd(38)} ${cells(statuses)}`),
    `${rows.length} operations, ${total} requests in ${seconds.toFixed(1)} s (${Math.round(total / seconds)} a second)   ${cells(classes)}`,
  ].join('\n')
}

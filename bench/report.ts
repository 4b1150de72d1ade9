/** One line of the table of how good it is. */
export interface Result {
  readonly what: string
  readonly aim: string
  readonly measured: string
  /** Whether the aim is met; undefined where the run was too small to say. */
  readonly met: boolean | undefined
  /** What was compared with what, and the single rounds. */
  readonly details: readonly string[]
}

/** The middle one; for an even count the lower of the two. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN
}

export function percentile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN
}

export const table = (results: readonly Result[]): string =>
  [
    '| what | aim | measured | met |',
    '|---|---|---|---|',
    ...results.map(
      ({ what, aim, measured, met }) => `| ${what} | ${aim} | ${measured} | ${met === undefined ? '?' : met ? 'yes' : '**no**'} |`,
    ),
  ].join('\n')

/** Says what is going on while it takes its time. */
export const tell = (sentence: string): void => console.error(`  ${sentence}`)

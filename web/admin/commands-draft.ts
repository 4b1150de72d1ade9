/**
 * The draft of one grid of Additional Commands: rows as an administrator edits them, and how far they are from what is published.
 * Pure: it knows neither React nor the API.
 */

/** A row while it is edited. `useCase` is null until a process is chosen; `key` tells rows apart on screen only. */
export interface DraftRow {
  key: string
  useCase: string | null
  mapping: string | null
}

/** A row as it is published. */
export interface PublishedRow {
  useCase: string
  mapping?: string
}

/** One difference between the draft and what is published, in the order a person reads the grid. */
export type DraftChange =
  | { kind: 'added'; useCase: string | null }
  | { kind: 'removed'; useCase: string }
  | { kind: 'moved'; useCase: string }
  | { kind: 'mapping'; useCase: string }

/** Rows for the grid from what is published. A process is attached once to a state, so its name serves as the key. */
export function rowsOf(published: readonly PublishedRow[]): DraftRow[] {
  return published.map((row) => ({ key: row.useCase, useCase: row.useCase, mapping: row.mapping ?? null }))
}

/** What is sent to be published. Rows without a process are left out; `incomplete` finds them first. */
export function itemsOf(rows: readonly DraftRow[]): PublishedRow[] {
  return rows.flatMap((row) =>
    row.useCase === null ? [] : [row.mapping === null ? { useCase: row.useCase } : { useCase: row.useCase, mapping: row.mapping }],
  )
}

/** The first row in which no process is chosen yet. */
export function incomplete(rows: readonly DraftRow[]): DraftRow | undefined {
  return rows.find((row) => row.useCase === null)
}

/** The differences, each counted once. A row is moved only if it had to be: the longest run of rows still in order counts as unmoved. */
export function changesOf(published: readonly PublishedRow[], rows: readonly DraftRow[]): DraftChange[] {
  const before = new Map(published.map((row) => [row.useCase, row]))
  const kept = new Set(rows.map((row) => row.useCase))
  const moved = movedOf(published, rows)
  const changes: DraftChange[] = []
  for (const row of rows) {
    const old = row.useCase === null ? undefined : before.get(row.useCase)
    if (!old) changes.push({ kind: 'added', useCase: row.useCase })
    else if ((old.mapping ?? null) !== row.mapping) changes.push({ kind: 'mapping', useCase: old.useCase })
    if (old && moved.has(old.useCase)) changes.push({ kind: 'moved', useCase: old.useCase })
  }
  for (const row of published) if (!kept.has(row.useCase)) changes.push({ kind: 'removed', useCase: row.useCase })
  return changes
}

/** The rows with the one at `from` put at `to`. Out of range changes nothing. */
export function moveRow(rows: readonly DraftRow[], from: number, to: number): DraftRow[] {
  const next = [...rows]
  const row = next[from]
  if (!row || to < 0 || to >= next.length || from === to) return next
  next.splice(from, 1)
  next.splice(to, 0, row)
  return next
}

/** Whether two published grids are the same, row for row. */
export function sameRows(one: readonly PublishedRow[], other: readonly PublishedRow[]): boolean {
  return (
    one.length === other.length &&
    one.every((row, at) => row.useCase === other[at]?.useCase && (row.mapping ?? null) === (other[at]?.mapping ?? null))
  )
}

function movedOf(published: readonly PublishedRow[], rows: readonly DraftRow[]): Set<string> {
  const place = new Map(published.map((row, at) => [row.useCase, at]))
  const kept = rows.flatMap((row) => (row.useCase !== null && place.has(row.useCase) ? [row.useCase] : []))
  const still = new Set(longestRising(kept.map((name) => place.get(name) ?? 0)))
  return new Set(kept.filter((name) => !still.has(place.get(name) ?? -1)))
}

/** The longest rising subsequence; quadratic is plenty for a dozen rows. */
function longestRising(numbers: readonly number[]): number[] {
  const best: number[][] = []
  for (const [at, number] of numbers.entries()) {
    let run: number[] = []
    for (let before = 0; before < at; before++) {
      const other = best[before] ?? []
      if ((numbers[before] ?? 0) < number && other.length > run.length) run = other
    }
    best.push([...run, number])
  }
  return best.reduce<number[]>((longest, run) => (run.length > longest.length ? run : longest), [])
}

import type { UnmatchedLine } from '../store/bureau-message.ts'

/** Who says something: a bureau by its name, and what people call it. */
export interface Reporter {
  readonly name: string
  readonly label: string
}

/** What became of the lines of a message. */
export interface Lines {
  readonly recorded: number
  readonly unchanged: number
  readonly late: number
  readonly unmatched: readonly UnmatchedLine[]
  readonly note?: string
}

export const NO_LINES: Lines = { recorded: 0, unchanged: 0, late: 0, unmatched: [] }

export const plus = (lines: Lines, more: Partial<Lines>): Lines => ({
  ...lines,
  recorded: lines.recorded + (more.recorded ?? 0),
  unchanged: lines.unchanged + (more.unchanged ?? 0),
  late: lines.late + (more.late ?? 0),
  unmatched: [...lines.unmatched, ...(more.unmatched ?? [])],
  ...(more.note !== undefined && { note: more.note }),
})

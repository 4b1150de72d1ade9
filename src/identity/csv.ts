import { finished } from 'node:stream/promises'
import { setImmediate as others } from 'node:timers/promises'
import { CsvError, parse } from 'csv-parse'

export type Delimiter = 'semicolon' | 'comma' | 'tab'

export const DELIMITERS: Readonly<Record<Delimiter, string>> = { semicolon: ';', comma: ',', tab: '\t' }

export const isDelimiter = (word: string): word is Delimiter => Object.hasOwn(DELIMITERS, word)

/** One row of a file. A row with a line break in a cell takes several lines; its line is the first of them, counted from 1. */
export interface Row {
  readonly line: number
  readonly cells: readonly string[]
}

/** A row that cannot be told from the next, so that the rest of the file makes no sense either. */
export interface BrokenRow {
  readonly line: number
  readonly sentence: string
}

/** Nobody's row is longer; a quotation mark that is never closed would make one of the whole file. */
const LONGEST_ROW = 100_000
const SLICE = 65_536

/**
 * The rows of a delimited text, with blanks around cells taken off and empty rows left out. It reads in slices, and others have their turn
 * between two of them, because it may run in a server. Ends with the broken row where there is one.
 */
export async function* readRows(text: string, delimiter: Delimiter): AsyncGenerator<Row, BrokenRow | undefined> {
  const read: Row[] = []
  let last = 0
  let failure: Error | undefined
  const parser = parse({
    delimiter: DELIMITERS[delimiter],
    max_record_size: LONGEST_ROW,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_empty_values: true,
    trim: true,
    // Rows are taken here rather than from the stream, which throws away those that it has read when it meets a broken one.
    on_record: (cells: readonly string[], { lines }) => {
      read.push({ line: lines - breaks(cells), cells })
      last = lines
      return null
    },
  })
  parser.on('error', (error) => {
    failure = error
  })
  parser.resume()

  const bytes = Buffer.from(text)
  for (let from = 0; from < bytes.length && !failure; from += SLICE) {
    parser.write(bytes.subarray(from, from + SLICE))
    yield* read.splice(0)
    await others()
  }
  if (!failure) {
    parser.end()
    await finished(parser).catch(() => {}) // It is told by `failure`.
  }
  yield* read.splice(0)
  if (failure && !(failure instanceof CsvError)) throw failure
  return failure && { line: last + 1, sentence: BROKEN }
}

const BROKEN = 'A quotation mark in this row is not closed, or text follows a closed one; the rest of the file cannot be read.'

/** The first row of a text, as this delimiter makes it. */
export async function firstRow(text: string, delimiter: Delimiter): Promise<readonly string[]> {
  const rows = readRows(text.slice(0, LONGEST_ROW), delimiter)
  const first = await rows.next()
  await rows.return(undefined)
  return first.done ? [] : first.value.cells
}

const breaks = (cells: readonly string[]): number => cells.reduce((sum, cell) => sum + (cell.match(/\r\n|\n|\r/g)?.length ?? 0), 0)

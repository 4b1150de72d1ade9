import { user } from '../catalog/objects/user.ts'
import { cleaned, type Fields, type Input, problems } from '../engine/form.ts'
import { isRefusal, type Refusal, refuse } from '../engine/refusal.ts'
import { type Column, type ColumnMapping, mapColumns, recognised } from './columns.ts'
import { type BrokenRow, DELIMITERS, type Delimiter, firstRow, type Row, readRows } from './csv.ts'
import { decode, type Encoding } from './decode.ts'

/** How to read a people's file, where it is not to be guessed. */
export interface ReadSettings {
  readonly mapping?: ColumnMapping
  readonly delimiter?: Delimiter
  readonly encoding?: Encoding
}

/** What is wrong with a file, by line. It names lines and fields, and repeats no one's data. */
export interface FileProblem {
  readonly line: number
  readonly field: string | null
  readonly sentence: string
}

export interface PersonRow {
  readonly line: number
  /** The values of the columns that the file has; an empty cell is null. */
  readonly fields: Input
}

export interface PeopleFile {
  readonly encoding: Encoding
  readonly delimiter: Delimiter
  readonly columns: readonly (Column & { readonly sample: readonly string[] })[]
  /** How many rows it has below its header. */
  readonly total: number
  /** The rows with which nothing is wrong, as far as the file itself tells. */
  readonly rows: readonly PersonRow[]
  readonly problems: readonly FileProblem[]
}

/**
 * Reads a file of people: a header row, and a row for each. Every row is checked as if it had been typed into the form, and against the
 * rows above it. Refuses what is not such a file at all; what is wrong with single rows it answers by line.
 */
export async function readPeople(bytes: Uint8Array, settings: ReadSettings): Promise<PeopleFile | Refusal> {
  const decoded = decode(bytes, settings.encoding)
  if (isRefusal(decoded)) return decoded
  const { text, told } = withoutExcelsLine(decoded.text)
  const delimiter = settings.delimiter ?? told ?? (await guessDelimiter(text, user.fields))

  const rows = readRows(text, delimiter)
  const header = await rows.next()
  if (header.done)
    return refuse(
      'file_unreadable',
      'The file has no rows. Nothing was changed.',
      'Choose a file with a header row and a row for each user.',
    )
  const columns = mapColumns(header.value.cells, user.fields, settings.mapping)
  if (isRefusal(columns)) return columns

  const reading = new Reading(header.value.line, columns)
  let next = await rows.next()
  for (; !next.done; next = await rows.next()) reading.row(next.value)
  if (next.value) reading.broken(next.value)
  return { encoding: decoded.encoding, delimiter, ...reading.file() }
}

/** Spreadsheet programs write "sep=;" above the header to tell the delimiter. An empty line keeps its place, so that lines count as in the file. */
function withoutExcelsLine(text: string): { text: string; told: Delimiter | undefined } {
  const line = /^"?sep=([;,\t])"?(?=\r?\n)/i.exec(text)
  if (!line) return { text, told: undefined }
  const told = (Object.keys(DELIMITERS) as Delimiter[]).find((name) => DELIMITERS[name] === line[1])
  return { text: text.slice(line[0].length), told }
}

/** The delimiter under which the header has the most names that are known; of equals, the one that makes the most columns. */
async function guessDelimiter(text: string, fields: Fields): Promise<Delimiter> {
  let best: { delimiter: Delimiter; known: number; columns: number } = { delimiter: 'comma', known: -1, columns: 0 }
  for (const delimiter of Object.keys(DELIMITERS) as Delimiter[]) {
    const headers = await firstRow(text, delimiter)
    const known = recognised(headers, fields)
    if (known > best.known || (known === best.known && headers.length > best.columns)) best = { delimiter, known, columns: headers.length }
  }
  return best.delimiter
}

const SAMPLES = 3

/** What is gathered while a file is read, row by row. */
class Reading {
  private readonly columns: readonly { readonly column: Column; readonly sample: string[] }[]
  private readonly fields: Fields
  private readonly rows: PersonRow[] = []
  private readonly problems: FileProblem[] = []
  private readonly seen = { employeeNumber: new Map<string, number>(), email: new Map<string, number>() }
  /** A file without a column that it needs has one thing wrong with it, not one for each row. */
  private readonly lacksColumn: boolean
  private total = 0

  constructor(line: number, columns: readonly Column[]) {
    this.columns = columns.map((column) => ({ column, sample: [] }))
    this.fields = Object.fromEntries(columns.flatMap(({ field }) => (field && user.fields[field] ? [[field, user.fields[field]]] : [])))
    for (const [name, field] of Object.entries<Fields[string]>(user.fields))
      if (field.required && !(name in this.fields))
        this.problems.push({ line, field: name, sentence: `No column holds the field ${field.label}; say which one does.` })
    if (!('employeeNumber' in this.fields) && !('email' in this.fields))
      this.problems.push({
        line,
        field: null,
        sentence: 'No column holds the employee number or the e-mail, by which a user is recognised; say which one does.',
      })
    this.lacksColumn = this.problems.length > 0
  }

  row({ line, cells }: Row): void {
    this.total++
    this.takeSamples(cells)
    if (this.lacksColumn) return
    const fields = cleaned(
      this.fields,
      Object.fromEntries(this.columns.flatMap(({ column }, at) => (column.field ? [[column.field, cells[at] ?? '']] : []))),
    )
    const wrong = [...this.tooLong(cells), ...problems(this.fields, fields), ...this.repeated(line, fields)]
    if (wrong.length === 0) this.rows.push({ line, fields })
    for (const { field, sentence } of wrong) this.problems.push({ line, field, sentence })
  }

  broken({ line, sentence }: BrokenRow): void {
    this.total++
    this.problems.push({ line, field: null, sentence })
  }

  file(): Pick<PeopleFile, 'columns' | 'total' | 'rows' | 'problems'> {
    const { total, rows, problems: found } = this
    return { columns: this.columns.map(({ column, sample }) => ({ ...column, sample })), total, rows, problems: found }
  }

  private takeSamples(cells: readonly string[]): void {
    for (const [at, { sample }] of this.columns.entries()) {
      const cell = cells[at]
      if (sample.length < SAMPLES && cell && !sample.includes(cell)) sample.push(cell)
    }
  }

  /** Cells beyond the header mean that a delimiter stands inside a value. Missing ones are empty: spreadsheets leave out the last. */
  private tooLong(cells: readonly string[]): { field: null; sentence: string }[] {
    const wide = this.columns.length
    if (!cells.slice(wide).some((cell) => cell !== '')) return []
    return [
      {
        field: null,
        sentence: `The row has ${cells.length} cells and the header ${wide}; a value with the delimiter in it needs quotation marks.`,
      },
    ]
  }

  private repeated(line: number, fields: Input): { field: string | null; sentence: string }[] {
    const { employeeNumber, email } = fields
    if (!employeeNumber && !email)
      return [{ field: null, sentence: 'Employee number and e-mail are both missing; one is needed to recognise the user.' }]
    return (['employeeNumber', 'email'] as const).flatMap((field) => {
      const value = fields[field]
      if (typeof value !== 'string') return []
      const key = field === 'email' ? value.toLowerCase() : value
      const before = this.seen[field].get(key)
      if (before === undefined) this.seen[field].set(key, line)
      return before === undefined ? [] : [{ field, sentence: `${user.fields[field]?.label ?? field} stands on line ${before} already.` }]
    })
  }
}

import type { Field } from '../engine/form.ts'
import type { Template } from '../engine/object.ts'
import type { Queryable } from './database.ts'
import { columnsOf, objectOf, type Row, type StoredObject } from './object.ts'
import { reachCondition, type Within } from './reach.ts'

export interface Search {
  readonly state?: string
  /** Words, each of which must be somewhere in the object's text; one or two letters must begin a word. */
  readonly q?: string
  /** Field values: a number is matched whole, a text by its beginning. */
  readonly filters: Readonly<Record<string, string>>
  readonly sort: { readonly field: string; readonly descending: boolean }
  /** Only cards whose order is in this part of the queue. */
  readonly queued?: QueuePart
  /** Nothing else is found. */
  readonly within: Within
  /** Fields that stay hidden from them: no word of `q` is looked for in these. */
  readonly hidden: ReadonlySet<string>
}

/** A part of the queue: orders that are held or that are not, and of which bureaus. What is left out is not asked about. */
export interface QueuePart {
  readonly held?: boolean
  readonly bureaus?: readonly string[]
  readonly otherBureausThan?: readonly string[]
}

/** Where a page ended: the value it was sorted by, and the id. A null value stands behind all others. */
export interface Cursor {
  readonly value: string | number | null
  readonly id: string
}

/** The most that a count counts. */
export const COUNT_LIMIT = 10_000

/** One page by keyset: it costs the same on the first page and on the ten-thousandth. */
export async function searchObjects(
  db: Queryable,
  template: Template,
  search: Search,
  after: Cursor | undefined,
  limit: number,
): Promise<{ objects: StoredObject[]; next: Cursor | null }> {
  const sorted = template.fields[search.sort.field]
  if (!sorted?.column) throw new Error(`The field "${search.sort.field}" cannot be sorted by.`)
  const page = (rest: number, from: Cursor | undefined): Promise<SortedRow[]> => sortedPage(db, template, search, sorted, from, rest)

  const rows = after?.value === null ? [] : await page(limit + 1, after)
  // Objects without a value come last, in a walk of their own.
  if (rows.length <= limit) rows.push(...(await page(limit + 1 - rows.length, { value: null, id: after?.value === null ? after.id : '' })))
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return {
    objects: shown.map((row) => objectOf(template, row)),
    next: rows.length > limit && last ? { value: last.sorted, id: last.id } : null,
  }
}

/** How many match, counted no further than 10,000. */
export async function countObjects(db: Queryable, template: Template, search: Search): Promise<{ count: number; more: boolean }> {
  const conditions = new Conditions(template, search)
  const rows = await db.query<{ count: number }>(
    `/* planned afresh */ select count(*) as count from (select 1 from ${template.table} where ${conditions.text()} limit ${COUNT_LIMIT + 1}) as counted`,
    conditions.values,
  )
  const count = rows[0]?.count ?? 0
  return count > COUNT_LIMIT ? { count: COUNT_LIMIT, more: true } : { count, more: false }
}

interface SortedRow extends Row {
  sorted: string | number | null
}

async function sortedPage(
  db: Queryable,
  template: Template,
  search: Search,
  sorted: Field,
  from: Cursor | undefined,
  limit: number,
): Promise<SortedRow[]> {
  const column = sorted.column ?? ''
  const [comparison, direction] = search.sort.descending ? ['<', 'desc'] : ['>', 'asc']
  const conditions = new Conditions(template, search)
  const nulls = from?.value === null
  conditions.add(`${column} is ${nulls ? '' : 'not '}null`)
  if (from?.id) {
    if (nulls) conditions.add(`id ${comparison} ${conditions.bind(from.id)}::uuid`)
    else
      conditions.add(`(${column}, id) ${comparison} (${conditions.bind(from.value)}::${castOf(sorted)}, ${conditions.bind(from.id)}::uuid)`)
  }
  return db.query<SortedRow>(
    `/* planned afresh */ select ${columnsOf(template)}, ${sorted.kind === 'time' ? `to_json(${column})#>>'{}'` : column} as sorted
     from ${template.table} where ${conditions.text()} order by ${nulls ? '' : `${column} ${direction}, `}id ${direction} limit ${conditions.bind(limit)}`,
    conditions.values,
  )
}

class Conditions {
  readonly values: unknown[] = []
  private readonly parts: string[] = []

  constructor(template: Template, { state, q, filters, queued, within, hidden }: Search) {
    this.add(`template = ${this.bind(template.name)}`)
    const reached = reachCondition(template, within.reaches, within.actor, (value) => this.bind(value))
    if (reached) this.add(reached)
    if (state !== undefined) this.add(`state = ${this.bind(state)}`)
    for (const word of (q ?? '').toLowerCase().split(/\s+/).filter(Boolean)) {
      const pattern = this.bind(`%${word.length < 3 ? ' ' : ''}${escaped(word)}%`)
      this.add(`search like ${pattern}`)
      if (hidden.size > 0) this.add(`${shownText(template, hidden)} like ${pattern}`)
    }
    for (const [name, value] of Object.entries(filters)) this.filter(template.fields[name], value.trim())
    if (queued) this.inQueue(queued)
  }

  add(condition: string): void {
    this.parts.push(condition)
  }

  bind(value: unknown): string {
    return `$${this.values.push(value)}`
  }

  text(): string {
    return this.parts.join(' and ')
  }

  /** By its card an order is found in an index of the open ones; by its bureau, where few are in that queue, in an index of the queue. */
  private inQueue({ held, bureaus, otherBureausThan }: QueuePart): void {
    const order = [`o.card_id = card.id and o.status = 'queued'`]
    if (held !== undefined) order.push(`o.held_at is ${held ? 'not ' : ''}null`)
    if (bureaus) order.push(`o.bureau = any(${this.bind(bureaus)}::text[])`)
    if (otherBureausThan) order.push(`o.bureau <> all(${this.bind(otherBureausThan)}::text[])`)
    this.add(`exists (select from production_order o where ${order.join(' and ')})`)
  }

  private filter(field: Field | undefined, value: string): void {
    if (!field?.column || value === '') return
    if (field.kind === 'number') this.add(/^\d{1,15}$/.test(value) ? `${field.column} = ${this.bind(Number(value))}` : 'false')
    else {
      this.add(`${field.column} ilike ${this.bind(`${escaped(value)}%`)}`)
      // What begins with the value has it in its text, where an index finds it.
      if (value.length > 2) this.add(`search like ${this.bind(`%${escaped(value.toLowerCase())}%`)}`)
    }
  }
}

/** The text of an object without what stays hidden, to look again in what the index found. */
const shownText = ({ fields }: Template, hidden: ReadonlySet<string>): string =>
  `lower(' ' || concat_ws(' ', ${Object.entries(fields)
    .flatMap(([name, { column }]) => (column && !hidden.has(name) ? [`${column}::text`] : []))
    .join(', ')}))`

const escaped = (word: string): string => word.replace(/[\\%_]/g, '\\$&')

const castOf = (field: Field): string =>
  field.kind === 'number' ? 'bigint' : field.kind === 'time' ? 'timestamptz' : field.kind === 'date' ? 'date' : 'text'

/** A search as it stands in the address bar, so that it can be sent to a colleague and kept as a bookmark. */
import type { CatalogLookup, Column } from '../parts/catalog.ts'

/** `template`, `state`, `q` and `sort`, and any further field by its name. All of it is text. */
export type SearchAddress = Record<string, string>

const own = new Set(['template', 'state', 'q', 'sort'])

export function readSearch(search: Record<string, unknown>): SearchAddress {
  const members = Object.entries(search).filter(([, value]) => value !== undefined && value !== null && value !== '')
  return Object.fromEntries(members.map(([name, value]) => [name, String(value)]))
}

/** Without what is empty; "any" is the absence of a state. */
export function writeSearch(search: SearchAddress): SearchAddress {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value.trim() !== ''))
}

/** The further fields in use. */
export function filtersOf(search: SearchAddress): [string, string][] {
  return Object.entries(search).filter(([name]) => !own.has(name))
}

/** The fields one may ask for beside the status and the free text. A bureau is asked for by links alone, and shown where one did. */
export function filterColumns(catalog: CatalogLookup, { template, bureau }: SearchAddress): Column[] {
  const columns = catalog.template(template)?.columns.filter((column) => column.filterable && column.kind !== 'state') ?? []
  return bureau ? [...columns, { ...BUREAU }] : columns
}

const BUREAU: Column = { field: 'bureau', label: 'Bureau', kind: 'text', sortable: false, filterable: true, shown: false }

/** The state of a card whose order is in the queue. Of cards in any other it makes no sense to ask when they leave. */
export const QUEUED_STATE = 'processing'

/** Whether a search is about cards in the queue: then it is of interest when each leaves. */
export const isOfQueue = ({ state, leaves }: SearchAddress): boolean => state === QUEUED_STATE || Boolean(leaves)

/** With another status. What can be asked only of cards in the queue is not kept for others. */
export function withState({ leaves, bureau, ...search }: SearchAddress, state: string): SearchAddress {
  const ofQueue = state === '' || state === QUEUED_STATE
  return { ...search, state, ...(ofQueue && leaves !== undefined && { leaves }), ...(ofQueue && bureau !== undefined && { bureau }) }
}

/** With another field. When something leaves is asked of cards in the queue alone, so another status gives way. */
export function withField(search: SearchAddress, field: string, value: string): SearchAddress {
  const changed = { ...search, [field]: value }
  const elsewhere = changed.state && changed.state !== QUEUED_STATE
  return field === 'leaves' && value !== '' && elsewhere ? { ...changed, state: QUEUED_STATE } : changed
}

export interface Sorting {
  field: string
  descending: boolean
}

export function sortingOf(search: SearchAddress): Sorting | undefined {
  const { sort } = search
  return sort ? { field: sort.replace(/^-/, ''), descending: sort.startsWith('-') } : undefined
}

/** Up, then down, then the server's own order again. */
export function nextSort(search: SearchAddress, field: string): SearchAddress {
  const now = sortingOf(search)
  const { sort: _, ...rest } = search
  if (now?.field !== field) return { ...rest, sort: field }
  return now.descending ? rest : { ...rest, sort: `-${field}` }
}

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

/** The fields one may ask for beside the status and the free text. */
export function filterColumns(catalog: CatalogLookup, template: string | undefined): Column[] {
  return (
    catalog.template(template)?.columns.filter((column) => column.filterable && column.kind !== 'state' && column.field !== 'state') ?? []
  )
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

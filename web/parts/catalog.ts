/** What the product is, as the screens need it: templates with their states and columns, and use cases. */
import { queryOptions, useQuery } from '@tanstack/react-query'
import type { Catalog, Template, UseCase } from '../../src/http/contract/catalog.ts'
import { get } from './api.ts'

export type State = Template['states'][number]
export type Column = Template['columns'][number]

export const catalogQuery = queryOptions({
  queryKey: ['catalog'],
  queryFn: ({ signal }) => get<Catalog>('/catalog', undefined, signal),
  staleTime: 5 * 60_000,
})

export interface CatalogLookup {
  ready: boolean
  templates: Template[]
  useCases: UseCase[]
  /** The template by its name (`card`). */
  template(name: string | undefined | null): Template | undefined
  /** The template by the name of its collection (`cards`). */
  collection(path: string | undefined): Template | undefined
  /** A state of a template; a name that is not in the catalog gets a grey one, so that a page never breaks on it. */
  state(template: string | undefined | null, name: string): State
  useCase(name: string | undefined | null): UseCase | undefined
}

/** The catalog with its look-ups. Until it is loaded the lists are empty and `ready` is false. */
export function useCatalog(): CatalogLookup {
  const { data } = useQuery(catalogQuery)
  return lookup(data)
}

const lookups = new WeakMap<Catalog, CatalogLookup>()
const nothing: Catalog = { templates: [], useCases: [] }

function lookup(data: Catalog | undefined): CatalogLookup {
  const catalog = data ?? nothing
  const known = lookups.get(catalog)
  if (known) return known
  const made = makeLookup(catalog)
  lookups.set(catalog, made)
  return made
}

function makeLookup(catalog: Catalog): CatalogLookup {
  const template: CatalogLookup['template'] = (name) => catalog.templates.find((one) => one.name === name)
  return {
    ready: catalog !== nothing,
    templates: catalog.templates,
    useCases: catalog.useCases,
    template,
    collection: (path) => catalog.templates.find((one) => one.path === path),
    state: (of, name) => template(of)?.states.find((one) => one.name === name) ?? unknownState(name),
    useCase: (name) => catalog.useCases.find((one) => one.name === name),
  }
}

function unknownState(name: string): State {
  const words = name.replace(/-/g, ' ')
  return { name, label: words.charAt(0).toUpperCase() + words.slice(1), means: '', colour: 'gray', final: false }
}

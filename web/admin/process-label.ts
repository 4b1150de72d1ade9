import type { CatalogLookup } from '../parts/catalog.ts'

/** A process as people know it, or nothing where the catalog has none of that name. */
export function processLabel(catalog: CatalogLookup, name: string): string | undefined {
  return catalog.useCases.find((process) => process.name === name)?.label
}

import { type CatalogLookup, useCatalog } from '../parts/catalog.ts'
import { fieldsOf } from '../parts/json-schema.ts'

/** A field that may fill an input field of a layout, as `from` names it. */
export interface LayoutSource {
  from: string
  label: string
}

/** What a card of this kind and its holder have to print. What the bureau says only afterwards is not among it. */
export function useLayoutSources(template: string): LayoutSource[] {
  const catalog = useCatalog()
  const person = catalog.templates.find(({ group }) => group === 'identities')
  return [...sourcesOf('card', catalog.template(template)), ...sourcesOf('user', person)]
}

function sourcesOf(kind: 'card' | 'user', template: ReturnType<CatalogLookup['template']>): LayoutSource[] {
  if (!template) return []
  return fieldsOf(template.form)
    .filter((field) => !field.readOnly || field.name === 'number')
    .map(({ name, title }) => ({ from: `${kind}.${name}`, label: `${title} of the ${template.label.toLowerCase()}` }))
}

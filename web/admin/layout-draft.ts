/**
 * A layout while it is edited: what becomes of it by each change, and which problem stands where. Pure: it knows neither React nor the API.
 */
import type { Layout, LayoutField, LayoutPhoto } from '../../src/http/contract/layout.ts'

/** What the server objected to, by JSON pointer into the layout, such as `/fields/2/name`. */
export interface LayoutProblem {
  pointer: string
  detail: string
}

/** A new input field: empty but for what has to be chosen. */
export const newField = (from: string): LayoutField => ({ name: '', label: '', type: 'text', required: false, from })

/** What most bureaus ask for, to begin with. */
export const newPhoto: LayoutPhoto = {
  required: true,
  minWidth: 300,
  minHeight: 400,
  ratio: { width: 3, height: 4 },
  maxBytes: 1_000_000,
}

/** The field with a change. What only its former type has goes with that type. */
export function changedField(field: LayoutField, change: Partial<LayoutField>): LayoutField {
  const { maxLength, characters, choices, ...rest } = { ...field, ...change }
  return {
    ...rest,
    ...(rest.type === 'text' && maxLength !== undefined && { maxLength }),
    ...(rest.type === 'text' && characters !== undefined && characters !== 'any' && { characters }),
    ...(rest.type === 'choice' && choices !== undefined && choices.length > 0 && { choices }),
  }
}

export const withField = (layout: Layout, at: number, change: Partial<LayoutField>): Layout => ({
  ...layout,
  fields: layout.fields.map((field, place) => (place === at ? changedField(field, change) : field)),
})

/** What the server objects to in a draft, with the pointers made those of the layout, and patterns put in words. */
export function problemsOfDraft(errors: readonly LayoutProblem[]): LayoutProblem[] {
  return errors.map(({ pointer, detail }) => {
    const place = pointer.replace(/^\/layout/, '')
    return { pointer: place, detail: WORDS.find(([where]) => where.test(place))?.[1] ?? detail }
  })
}

const WORDS: readonly (readonly [RegExp, string])[] = [
  [/^\/name$/, 'Letters, digits, dots, hyphens and underscores; at most 60, and a letter or digit first.'],
  [/^\/fields\/\d+\/name$/, 'Letters, digits and underscores; at most 60, and a letter first.'],
  [/\/label$/, 'Give it a label.'],
  [/^\/fields$/, 'Give the layout at least one input field.'],
  [/^\/photo\/(minWidth|minHeight|ratio)/, 'Give a number.'],
  [/^\/photo\/maxBytes$/, 'Give a number of kilobytes.'],
]

/** What stands at a place in the layout; of a list or an object also what stands inside it. */
export function problemAt(problems: readonly LayoutProblem[], pointer: string): string | undefined {
  return problems.find((problem) => problem.pointer === pointer || problem.pointer.startsWith(`${pointer}/`))?.detail
}

/** Those that stand at no place that the editor shows: what is said about the layout as a whole. */
export function problemsOfWhole(problems: readonly LayoutProblem[]): string[] {
  return problems.filter(({ pointer }) => !/^\/(name|label|fields\/\d+|photo)(\/|$)/.test(pointer)).map(({ detail }) => detail)
}

/** What a field says of itself when it is not edited. */
export function fieldWords({ type, required, maxLength, characters, choices }: LayoutField): string {
  const kind = { text: 'text', date: 'date', number: 'number', choice: choices?.length ? `one of ${choices.length}` : 'choice' }[type]
  return [
    kind,
    maxLength !== undefined ? `at most ${maxLength} characters` : '',
    characters === 'latin-1' ? 'Latin-1 only' : characters === 'ascii' ? 'ASCII only' : '',
    required ? 'required' : '',
  ]
    .filter(Boolean)
    .join(', ')
}

/** The draft of the options: only the values that were touched, so that somebody else's change to another option is kept. Pure. */
import type { Options } from '../../src/http/contract/admin.ts'
import { fieldOf } from '../parts/json-schema.ts'

export type Option = Options['items'][number]
export type OptionValues = Readonly<Record<string, unknown>>

/** The options whose value in the draft differs from the published one. */
export function changedOptions(options: readonly Option[], values: OptionValues): Option[] {
  return options.filter((option) => option.name in values && !sameValue(values[option.name], option.value))
}

/** What is sent: an emptied field is the empty text, or null where no text is meant, so that the server can say what is wrong with it. */
export function sendable(changed: readonly Option[], values: OptionValues): Record<string, unknown> {
  return Object.fromEntries(changed.map((option) => [option.name, values[option.name] ?? (typeof option.default === 'string' ? '' : null)]))
}

/** A value as a person reads it: the label of a choice, on or off, a number, a text. */
export function optionWords(option: Option, value: unknown): string {
  const choice = fieldOf(option.name, option.schema).choices.find((one) => one.value === String(value))
  if (choice) return choice.label
  if (value === true) return 'on'
  if (value === false) return 'off'
  if (value === undefined || value === null || value === '') return 'empty'
  return typeof value === 'number' ? value.toLocaleString() : typeof value === 'string' ? value : JSON.stringify(value)
}

export function sameValue(one: unknown, other: unknown): boolean {
  return JSON.stringify(one ?? null) === JSON.stringify(other ?? null)
}

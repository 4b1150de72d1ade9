import type { Layout, LayoutField } from '../catalog/layout.ts'

/** Values by the names of a template's fields, as a stored object has them. */
export type Values = Readonly<Record<string, unknown>>

/**
 * What a bureau is sent to print on a card: the input fields of the layout, by the layout's names and in its order, and nothing else. Text
 * is trimmed, in Unicode's composed form (NFC), with one blank for each run of white space; a day is YYYY-MM-DD, a number decimal text. A
 * field without a value is null, and so are those of a holder who is not known.
 */
export function printData(layout: Layout, card: Values, holder: Values | undefined): Record<string, string | null> {
  return Object.fromEntries(layout.fields.map((field) => [field.name, printed(field, sourceOf(field, card, holder))]))
}

/** Text as it is sent: trimmed, composed, with single blanks. */
export function tidyText(text: string): string {
  return TIDY.test(text) ? text : text.normalize('NFC').replaceAll(/\s+/gu, ' ').trim()
}

/** Most text is tidy already, and that is quickly seen: it is ASCII, with single blanks inside. */
const TIDY = /^[!-~]+(?: [!-~]+)*$/

function sourceOf({ from }: LayoutField, card: Values, holder: Values | undefined): unknown {
  return from.startsWith('card.') ? card[from.slice(5)] : holder?.[from.slice(5)]
}

function printed({ type }: LayoutField, value: unknown): string | null {
  if (typeof value === 'string') return tidyText(value) || null
  if (typeof value === 'number') return decimal(value)
  if (typeof value === 'bigint') return String(value)
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (value instanceof Date) return type === 'date' ? value.toISOString().slice(0, 10) : value.toISOString()
  return null
}

/** Without the exponent that very large and very small numbers would get. */
function decimal(value: number): string {
  if (!Number.isFinite(value)) return String(value)
  if (Number.isInteger(value)) return String(BigInt(value))
  const text = String(value)
  return text.includes('e') ? value.toFixed(20).replace(/\.?0+$/, '') : text
}

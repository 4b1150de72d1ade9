import type { Layout, LayoutField, LayoutPhoto } from '../catalog/layout.ts'
import { isDate } from '../engine/form.ts'
import type { FieldProblem } from '../engine/refusal.ts'
import type { PhotoFacts } from './photo-facts.ts'

/**
 * What a bureau would object to in what it is sent for a card, a sentence for each, for the operator; empty when it can be printed. The
 * same at order time and at the bureau in a box, so that what passes here is not refused there for the same rule.
 * @param data what `printData` made of the card, by the names of the layout's input fields
 * @param photo of the holder; undefined where there is none
 * @param bureau what people call the bureau, to say who wants it so
 */
export function preFlight(
  layout: Layout,
  data: Readonly<Record<string, string | null>>,
  photo: PhotoFacts | undefined,
  bureau = 'the bureau',
): FieldProblem[] {
  return [
    ...layout.fields.flatMap((field) =>
      fieldProblems(field, data[field.name] ?? null, bureau).map((sentence) => ({ field: field.name, sentence })),
    ),
    ...(layout.photo ? photoProblems(layout.photo, photo, bureau) : []).map((sentence) => ({ field: 'photo', sentence })),
  ]
}

function fieldProblems(field: LayoutField, value: string | null, bureau: string): string[] {
  const { label } = field
  if (value === null || value === '') return field.required ? [`${label} is missing, and ${bureau} needs it.`] : []
  switch (field.type) {
    case 'text':
      return textProblems(field, value, bureau)
    case 'date':
      return isDate(value) ? [] : [`${label} is not a day such as 2027-03-31.`]
    case 'number':
      return /^-?\d+(\.\d+)?$/.test(value) ? [] : [`${label} is not a number such as 42.`]
    case 'choice':
      return field.choices?.includes(value) ? [] : [`${label} is none of those that ${bureau} prints: ${someOf(field.choices ?? [])}.`]
  }
}

function textProblems({ label, maxLength, characters = 'any' }: LayoutField, value: string, bureau: string): string[] {
  const found: string[] = []
  // Text has at most as many characters as it has units, so that short text need not be counted.
  const length = maxLength !== undefined && value.length > maxLength ? [...value].length : 0
  if (maxLength !== undefined && length > maxLength) found.push(`${label} has ${length} characters; ${bureau} prints at most ${maxLength}.`)
  const strange = PLAIN[characters].test(value) ? undefined : firstStrange(value, characters)
  if (strange) found.push(`${label} has ${strange.name} as character ${strange.place}, which ${bureau} cannot print${ONLY[characters]}.`)
  return found
}

/** Text of which every character can be printed. Control characters and halves of a character are printed by nobody. */
const PRINTED = {
  any: /^[^\p{Cc}\p{Cs}]*$/u,
  'latin-1': /^[\u0020-\u007e\u00a0-\u00ff]*$/,
  ascii: /^[\u0020-\u007e]*$/,
} as const
/** Nearly all text is seen to be printable at a glance: it has neither control characters nor any that are written with two units. */
const PLAIN = { ...PRINTED, any: /^[\u0020-\u007e\u00a0-\ud7ff\ue000-\uffff]*$/ } as const

const ONLY = { any: '', 'latin-1': '; it prints Latin-1 only', ascii: '; it prints ASCII only' } as const

function firstStrange(value: string, characters: keyof typeof PRINTED): { name: string; place: number } | undefined {
  const all = [...value]
  const at = all.findIndex((character) => !PRINTED[characters].test(character))
  const strange = all[at]
  return strange === undefined ? undefined : { name: nameOf(strange), place: at + 1 }
}

function nameOf(character: string): string {
  const code = `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
  // What has no shape of its own, or changes the text around it, is told by its number alone.
  return /[\p{C}\p{M}\p{Z}]/u.test(character) ? code : `“${character}” (${code})`
}

function photoProblems(rules: LayoutPhoto, photo: PhotoFacts | undefined, bureau: string): string[] {
  if (!photo) return rules.required ? [`The photo is missing, and ${bureau} needs one.`] : []
  if (!PRINTABLE.has(photo.mediaType)) return rules.required ? [`The photo is no JPEG, PNG or WebP; ${bureau} prints only these.`] : []
  const found: string[] = []
  const { width, height, bytes } = photo
  const { minWidth, minHeight, ratio, maxBytes } = rules
  if (width === 0 || height === 0) found.push('The size of the photo cannot be read; the file may be damaged.')
  else {
    const is = `The photo has ${width} × ${height} pixels`
    if (width < minWidth || height < minHeight) found.push(`${is}; ${bureau} needs at least ${minWidth} × ${minHeight}.`)
    if (Math.abs((width * ratio.height) / (height * ratio.width) - 1) > TOLERANCE)
      found.push(`${is}; ${bureau} prints photos in the ratio ${ratio.width} to ${ratio.height}.`)
  }
  if (bytes > maxBytes) found.push(`The photo has ${grouped(bytes)} bytes; ${bureau} takes at most ${grouped(maxBytes)}.`)
  return found
}

const PRINTABLE = new Set(['image/jpeg', 'image/png', 'image/webp'])
/** A photo is cut by a few lines here and there. */
const TOLERANCE = 0.03

const grouped = (count: number): string => String(count).replaceAll(/\B(?=(\d{3})+$)/g, ',')

const someOf = (choices: readonly string[]): string => choices.slice(0, 8).join(', ') + (choices.length > 8 ? ' and others' : '')

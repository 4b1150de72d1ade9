import type { Layout, LayoutField, LayoutPhoto } from '../catalog/layout.ts'
import type { Field } from '../engine/form.ts'
import type { Template } from '../engine/object.ts'
import { tidyText } from './print-data.ts'

/** The templates whose fields may fill a layout. */
export interface Sources {
  readonly card: Template
  readonly user: Template
}

/**
 * Why a layout cannot be used as it stands, in sentences an administrator can act on; empty when it can. The same behind Admin's Save
 * button and beside the editor. What a single value must look like is said by the layout's schema already.
 */
export function layoutObjections(layout: Layout, sources: Sources): string[] {
  return [
    ...repeated(layout.fields.map((field) => field.name)).map(
      (name) => `Two input fields are called "${name}"; give each a name of its own, for the bureau tells them apart by it.`,
    ),
    ...layout.fields.flatMap((field) => [...typeObjections(field), ...sourceObjections(field, sources)]),
    ...(layout.photo ? photoObjections(layout.photo) : []),
  ]
}

function typeObjections({ label, type, maxLength, characters, choices }: LayoutField): string[] {
  const found: string[] = []
  if (type !== 'text' && maxLength !== undefined)
    found.push(`"${label}" has a most number of characters, which only a text has; leave it out, or make the field a text.`)
  if (type !== 'text' && characters !== undefined)
    found.push(`"${label}" says which characters the bureau prints, which only a text does; leave it out, or make the field a text.`)
  if (type === 'choice' && choices === undefined) found.push(`"${label}" is a choice and has no list to choose from; add the list.`)
  if (type !== 'choice' && choices !== undefined)
    found.push(`"${label}" has a list to choose from, which only a choice has; leave it out, or make the field a choice.`)
  return [
    ...found,
    ...repeated(choices ?? []).map((choice) => `"${label}" has "${choice}" twice in its list; leave one out.`),
    ...(choices ?? [])
      .filter((choice) => tidyText(choice) !== choice)
      .map((choice) => `"${label}" has "${choice}" in its list, with blanks that no value is sent with; write "${tidyText(choice)}".`),
  ]
}

function sourceObjections({ label, type, from }: LayoutField, sources: Sources): string[] {
  const [kind = '', name = ''] = from.split('.')
  const template = kind === 'card' ? sources.card : sources.user
  const source = Object.hasOwn(template.fields, name) ? template.fields[name] : undefined
  if (!source)
    return [
      `"${label}" is filled from ${from}, and a ${template.label} has no field "${name}"; choose one of: ${Object.keys(template.fields).join(', ')}.`,
    ]
  const what = `${source.label} of the ${template.label}`
  if (source.readOnly && !KNOWN_BEFORE.has(name))
    return [`"${label}" is filled from ${what}, which nobody knows before the card was ordered; nothing can be printed from it.`]
  const wanted = KINDS[type]
  return !wanted || wanted.kinds.has(source.kind) ? [] : [`"${label}" is ${wanted.is}, and ${what} is none; ${wanted.remedy}`]
}

/** What Cardinal fills in when it makes out a card. Everything else that it fills in comes from the bureau, with what it says of the order. */
const KNOWN_BEFORE = new Set(['number', 'orderedAt'])

/** From which kinds of field the types may be filled; a text takes any. */
const KINDS: Partial<Record<LayoutField['type'], { kinds: ReadonlySet<Field['kind']>; is: string; remedy: string }>> = {
  date: { kinds: new Set(['date']), is: 'a date', remedy: 'fill it from a date, or make it a text.' },
  number: { kinds: new Set(['number']), is: 'a number', remedy: 'fill it from a number, or make it a text.' },
  choice: {
    kinds: new Set(['text', 'choice', 'boolean']),
    is: 'a choice, which compares words',
    remedy: 'fill it from a text, or make it a text.',
  },
}

function photoObjections({ minWidth, minHeight, ratio, maxBytes }: LayoutPhoto): string[] {
  const width = Math.max(minWidth, Math.ceil((minHeight * ratio.width) / ratio.height))
  const height = Math.max(minHeight, Math.ceil((minWidth * ratio.height) / ratio.width))
  const asks = `A photo of at least ${minWidth} × ${minHeight} pixels in the ratio ${ratio.width} to ${ratio.height} has ${width} × ${height} pixels`
  if (Math.max(width, height) > MOST_PIXELS)
    return [`${asks}, and no photo has a side of more than ${MOST_PIXELS}; ask for fewer pixels, or correct the ratio.`]
  if (maxBytes < (width * height) / PIXELS_IN_A_BYTE)
    return [`${asks}, which do not fit into ${maxBytes} bytes; allow more bytes, or ask for fewer pixels.`]
  return []
}

/** What a WebP can hold, and more than a camera takes. */
const MOST_PIXELS = 16_383
/** A photo of a face takes more; at this rate a JPEG shows little but blocks. */
const PIXELS_IN_A_BYTE = 50

const repeated = (names: readonly string[]): string[] => [...new Set(names.filter((name, at) => names.indexOf(name) !== at))]

import type { Layout } from '../catalog/layout.ts'
import type { CardFace } from './card-face.ts'

/**
 * The face of a card with what a layout has printed on it: of all that is known, only what a field of the layout is filled from. The
 * number is on every card; the organisation is the card's own print.
 * @param data what `printData` made of the card
 */
export function printedFace(
  layout: Layout,
  data: Readonly<Record<string, string | null>>,
  given: Pick<CardFace, 'number' | 'organisation' | 'photo'>,
): CardFace {
  const from = (...sources: string[]): string | null =>
    layout.fields.flatMap((field) => (sources.includes(field.from) ? (data[field.name] ?? []) : []))[0] ?? null
  const [firstName, lastName] = [from('card.holderFirstName', 'user.firstName'), from('card.holderLastName', 'user.lastName')]
  return {
    number: given.number,
    firstName,
    // Some layouts have the whole name as one field.
    lastName: firstName === null && lastName === null ? from('card.commonName') : lastName,
    unit: from('card.unit', 'user.unit'),
    title: from('card.title', 'user.title'),
    validTo: from('card.validTo'),
    organisation: given.organisation,
    hasPhoto: layout.photo !== null,
    photo: layout.photo ? given.photo : null,
  }
}

import type { Layout } from '../catalog/layout.ts'
import type { Mapping } from '../catalog/mappings.ts'
import { user } from '../catalog/objects/user.ts'
import type { OptionValues } from '../catalog/options.ts'
import type { Template } from '../engine/object.ts'
import type { FieldProblem } from '../engine/refusal.ts'
import type { Queryable } from '../store/database.ts'
import { readObjects, type StoredObject } from '../store/object.ts'
import { mapped, validity } from './card-data.ts'
import type { PhotoFacts } from './photo-facts.ts'
import { photosToPrint } from './photos-to-print.ts'
import { preFlight } from './pre-flight.ts'
import { printData } from './print-data.ts'

/** A card as a bureau would be asked to print it, and what the bureau would object to. */
export interface CardToPrint {
  /** Of the card, or of the user for whom it would be made out. */
  readonly id: string
  readonly data: Readonly<Record<string, string | null>>
  readonly problems: readonly FieldProblem[]
}

/** What is known where cards are looked at before their order is placed. */
export interface PrintPlace {
  readonly db: Queryable
  readonly now: Date
  readonly options: OptionValues
  /** What is looked at: cards, or the users for whom they would be made out. */
  readonly template: Template
  readonly makes: Template | undefined
  readonly mapping: Mapping | undefined
}

/** A layout at a bureau, and the last day that was asked for, where one was. */
export interface PrintRules {
  readonly layout: Layout
  readonly bureau: string
  readonly validTo?: unknown
}

/**
 * Cards as they would be printed, and the pre-flight of each: cards that there are, or those that would be made out for users. What a
 * layout does not ask for is not read: of the plain layout all that is printed is on the card, so that nothing is read for it. What is
 * read is not locked, for what is printed is read once more when the batch is sealed.
 */
export async function cardsToPrint(place: PrintPlace, rules: PrintRules, objects: readonly StoredObject[]): Promise<CardToPrint[]> {
  const { bureau } = rules
  const isMade = place.template.table !== 'card'
  const layout = isMade ? withoutWhatComesLater(rules.layout, place.makes) : rules.layout
  const holders = isMade ? new Map(objects.map((object) => [object.id, object])) : await holdersOf(place.db, layout, objects)
  const personOf = (object: StoredObject): string => (isMade ? object.id : (object.personId ?? ''))
  const photos = layout.photo ? await photosToPrint(place.db, objects.map(personOf).filter(Boolean)) : NO_PHOTOS
  const validTo = rules.validTo ?? validity(place.now, place.options)
  return objects.map((object) => {
    const person = personOf(object)
    // What a card would hold, as the task that makes it out fills it.
    const card = isMade ? { ...mapped(place.mapping, object), validTo } : object.fields
    const data = printData(layout, card, holders.get(person)?.fields)
    return { id: object.id, data, problems: preFlight(layout, data, photos.get(person), bureau) }
  })
}

const NO_PHOTOS: ReadonlyMap<string, PhotoFacts> = new Map()

/** The number of a card and the moment of its order are known as soon as it is made out, so no order fails for the want of them. */
function withoutWhatComesLater(layout: Layout, card: Template | undefined): Layout {
  const isLater = (from: string): boolean => from.startsWith('card.') && card?.fields[from.slice(5)]?.readOnly === true
  return layout.fields.some(({ from }) => isLater(from))
    ? { ...layout, fields: layout.fields.filter(({ from }) => !isLater(from)) }
    : layout
}

/** Whether something that is printed is read from the holder, and not from the card alone. */
export const isFilledFromHolder = ({ fields }: Layout): boolean => fields.some(({ from }) => from.startsWith('user.'))

async function holdersOf(db: Queryable, layout: Layout, cards: readonly StoredObject[]): Promise<ReadonlyMap<string, StoredObject>> {
  if (!isFilledFromHolder(layout)) return new Map()
  const found = await readObjects(db, user, [...new Set(cards.flatMap(({ personId }) => personId ?? []))])
  return new Map(found.map((holder) => [holder.id, holder]))
}

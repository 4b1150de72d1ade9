import type { Layout } from '../catalog/layout.ts'
import type { StoredBatch } from '../store/batch.ts'
import type { StoredObject } from '../store/object.ts'
import type { Manifest } from './contract/message.ts'
import { printData } from './print-data.ts'

/** An order with what its line is made from. */
export interface OrderToPrint {
  readonly order: string
  readonly card: StoredObject
  /** Only where the layout asks for something of the holder. */
  readonly holder: StoredObject | undefined
  /** SHA-256 of the holder's photo, where the layout has one. */
  readonly photo: string | null
}

/** What a bureau is asked to produce: one line an order, with the input fields of the layout and nothing else. */
export const manifestOf = (
  batch: Pick<StoredBatch, 'id' | 'number' | 'bureau'>,
  layout: Layout,
  orders: readonly OrderToPrint[],
): Manifest => ({
  version: 1,
  batch: batch.id,
  number: batch.number,
  bureau: batch.bureau,
  orders: orders.map(({ order, card, holder, photo }) => ({
    order,
    card: card.id,
    cardNumber: Number(card.fields['number']),
    layout: layout.name,
    fields: printData(layout, card.fields, holder?.fields),
    photo,
  })),
})

/** The text that a manifest is signed by. */
export const signedWords = (hash: string): string => `cardinal manifest ${hash}`

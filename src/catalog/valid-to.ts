import type { Field } from '../engine/form.ts'

/** Asks for the last day of a card, wherever one is made out. */
export const validTo: Field = { label: 'Valid to', kind: 'date', help: 'Left empty, the card gets the usual validity.' }

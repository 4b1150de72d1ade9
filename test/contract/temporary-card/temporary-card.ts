import { card } from '../../../src/catalog/objects/card.ts'
import { defineTemplate } from '../../../src/engine/object.ts'

/** A card that is made for nobody yet, as far as this test needs it. It is a row of the table of cards. */
export const temporaryCard = defineTemplate({
  name: 'temporary-card',
  label: 'Temporary card',
  plural: 'Temporary cards',
  path: 'temporary-cards',
  group: 'cards',
  means: 'A card that is lent to a user for a while.',
  table: 'card',
  initial: 'requested',
  states: {
    requested: { label: 'Requested', means: 'Asked for.', colour: 'violet' },
    processing: { label: 'Processing', means: 'The order waits in our queue.', colour: 'blue' },
    failed: { label: 'Failed', means: 'The bureau could not produce the card.', colour: 'red', final: true },
    aborted: { label: 'Aborted', means: 'Taken back before the bureau had the order.', colour: 'gray', final: true },
  },
  moves: {
    queue: { from: 'requested', to: 'processing', means: 'Put the order in the queue.' },
    fail: { from: 'processing', to: 'failed', means: 'Record that the bureau will not produce the card.' },
    abort: { from: 'processing', to: 'aborted', means: 'Take the order out of the queue.' },
  },
  fields: card.fields,
})

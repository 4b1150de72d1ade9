import { defineTemplate } from '../../engine/object.ts'

/** Something that does not fit, and that a person must look into: it has an owner, and an end with a note. */
export const incident = defineTemplate({
  name: 'incident',
  label: 'Incident',
  plural: 'Incidents',
  path: 'incidents',
  group: 'desk',
  means: 'Something that does not fit, and that a person must look into.',
  table: 'incident',
  initial: 'open',
  states: {
    open: { label: 'Open', means: 'Nobody looks into it yet.', colour: 'red' },
    taken: { label: 'Taken', means: 'Somebody looks into it.', colour: 'orange' },
    closed: { label: 'Closed', means: 'Looked into; the note says what came of it.', colour: 'gray', final: true },
  },
  moves: {
    take: { from: ['open', 'taken'], to: 'taken', means: 'Look into it.' },
    close: { from: ['open', 'taken'], to: 'closed', means: 'Say what came of it.' },
  },
  fields: {
    number: {
      label: 'Incident',
      kind: 'number',
      readOnly: true,
      column: 'number',
      list: { shown: true, sortable: true, filterable: true },
    },
    kind: { label: 'Kind', kind: 'text', readOnly: true, column: 'kind', list: { shown: true, filterable: true } },
    what: { label: 'What does not fit', kind: 'text', readOnly: true, maxLength: 1000, column: 'what', list: { shown: true } },
    bureau: { label: 'Bureau', kind: 'bureau', readOnly: true, column: 'bureau', list: { shown: true, filterable: true } },
    owner: { label: 'Owner', kind: 'text', readOnly: true, column: 'owner', list: { shown: true, filterable: true } },
    closingNote: { label: 'What came of it', kind: 'text', readOnly: true, maxLength: 1000, column: 'closing_note' },
  },
})

import { defineTemplate } from '../../engine/object.ts'

/** A company that produces cards, as operators see it: does its press run? How it is reached stands in its definition. */
export const bureau = defineTemplate({
  name: 'bureau',
  label: 'Bureau',
  plural: 'Bureaus',
  path: 'bureaus',
  group: 'desk',
  means: 'A company that produces cards.',
  table: 'bureau',
  initial: 'running',
  states: {
    running: { label: 'Running', means: 'Queued orders leave for it as its schedule says.', colour: 'green' },
    stopped: { label: 'Stopped', means: 'Nothing leaves for it; orders keep their place in the queue.', colour: 'red' },
  },
  moves: {
    stop: { from: 'running', to: 'stopped', means: 'Let nothing leave for the bureau.' },
    start: { from: 'stopped', to: 'running', means: 'Let orders leave for the bureau again.' },
  },
  fields: {
    label: { label: 'Bureau', kind: 'text', readOnly: true, column: 'label', list: { shown: true, sortable: true, filterable: true } },
    name: { label: 'Name', kind: 'text', readOnly: true, column: 'name', list: { shown: true } },
    stoppedWhy: { label: 'Stopped because', kind: 'text', readOnly: true, column: 'stopped_why', list: { shown: true } },
  },
})

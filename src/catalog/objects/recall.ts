import { defineTemplate } from '../../engine/object.ts'

/** An order that a bureau has and is asked to stop. */
export const recall = defineTemplate({
  name: 'recall',
  label: 'Recall',
  plural: 'Recalls',
  path: 'recalls',
  group: 'desk',
  means: 'A card order that the bureau has and is asked to stop.',
  table: 'recall',
  initial: 'asked',
  states: {
    asked: { label: 'Asked', means: 'Waiting to be sent to the bureau.', colour: 'blue' },
    sent: { label: 'With the bureau', means: 'The bureau has been asked, and has not answered yet.', colour: 'indigo' },
    overdue: { label: 'Overdue', means: 'The bureau has not answered in time. The card must be expected to come.', colour: 'orange' },
    accepted: { label: 'Accepted', means: 'The bureau stopped the order; the card is Aborted.', colour: 'green', final: true },
    refused: { label: 'Refused', means: 'The bureau goes on; the card will come.', colour: 'red', final: true },
    missed: { label: 'Missed', means: 'The bureau had finished with the card before it answered.', colour: 'gray', final: true },
  },
  moves: {
    send: { from: 'asked', to: 'sent', means: 'Record that the bureau has been asked.' },
    lapse: { from: ['asked', 'sent'], to: 'overdue', means: 'Record that the deadline has passed without an answer.' },
    accept: { from: ['asked', 'sent', 'overdue'], to: 'accepted', means: 'Record that the bureau stopped the order.' },
    refuse: { from: ['asked', 'sent', 'overdue'], to: 'refused', means: 'Record that it is too late at the bureau.' },
    miss: { from: ['asked', 'sent', 'overdue'], to: 'missed', means: 'Record that the bureau had finished with the card before.' },
  },
  fields: {
    number: { label: 'Recall', kind: 'number', readOnly: true, column: 'number', list: { shown: true, sortable: true, filterable: true } },
    reason: { label: 'Reason', kind: 'text', readOnly: true, maxLength: 300, column: 'reason', list: { shown: true } },
    bureau: { label: 'Bureau', kind: 'bureau', readOnly: true, column: 'bureau', list: { shown: true, filterable: true } },
    askedBy: { label: 'Asked by', kind: 'text', readOnly: true, column: 'asked_by', list: { shown: true } },
    askedAt: { label: 'Asked', kind: 'time', readOnly: true, column: 'asked_at' },
    deadline: { label: 'Answer due', kind: 'time', readOnly: true, column: 'deadline_at', list: { shown: true } },
    sentAt: { label: 'Sent', kind: 'time', readOnly: true, column: 'sent_at' },
    answeredAt: { label: 'Answered', kind: 'time', readOnly: true, column: 'answered_at' },
    answer: { label: 'Answer', kind: 'text', readOnly: true, maxLength: 500, column: 'answer', list: { shown: true } },
    trouble: { label: 'Trouble in sending', kind: 'text', readOnly: true, maxLength: 500, column: 'trouble' },
  },
})

import { defineUseCase } from '../../engine/use-case.ts'
import { incident } from '../objects/incident.ts'

export const closeIncident = defineUseCase({
  name: 'Close incident',
  symbol: 'BaseProcCloseIncident',
  story: 'As an operator I want to say what came of an incident',
  on: incident,
  move: 'close',
  said: '{actor} closed {object}: {note}.',
  offered: 'by default',
  roles: ['operator', 'administrator', 'production-administrator', 'service-administrator'],
  drawing: 'close-incident.bpmn',
  forms: {
    note: {
      title: 'What came of this incident?',
      text: 'The incident is closed with your note. Both stay on the page of the card that it is about.',
      next: 'Close the incident',
      fields: { note: { label: 'What came of it', kind: 'multiline', required: true, personal: true, maxLength: 1000 } },
    },
  },
})

import { defineUseCase, NEW } from '../../engine/use-case.ts'
import { incident } from '../objects/incident.ts'

export const openIncident = defineUseCase({
  name: 'Open incident',
  symbol: 'BaseProcOpenIncident',
  story: 'As the organisation I want whatever does not fit to become a task of a person',
  on: incident,
  in: [NEW],
  outcome: 'The incident is Open.',
  said: '{what}',
  offered: 'to the system',
  roles: ['batch-sync'],
  drawing: 'open-incident.bpmn',
})

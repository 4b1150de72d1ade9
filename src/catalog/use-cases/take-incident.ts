import { defineUseCase } from '../../engine/use-case.ts'
import { incident } from '../objects/incident.ts'

export const takeIncident = defineUseCase({
  name: 'Take incident',
  symbol: 'BaseProcTakeIncident',
  story: 'As an operator I want to look into an incident',
  on: incident,
  move: 'take',
  said: '{actor} looks into {object}.',
  offered: 'by default',
  roles: ['operator', 'administrator', 'production-administrator', 'service-administrator'],
  drawing: 'take-incident.bpmn',
  forms: {
    confirm: {
      title: 'Look into this incident?',
      text: 'You become its owner, also where somebody else was.',
      next: 'I look into it',
      fields: {},
    },
  },
})

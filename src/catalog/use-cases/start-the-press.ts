import { defineUseCase } from '../../engine/use-case.ts'
import { bureau } from '../objects/bureau.ts'

export const startThePress = defineUseCase({
  name: 'Start the press',
  symbol: 'CardsAddonExtProdProcStartPress',
  story: 'As an operator I want orders to leave for a bureau again',
  on: bureau,
  move: 'start',
  said: '{actor} started the press of {object} again.',
  offered: 'by default',
  roles: ['operator', 'administrator', 'production-administrator', 'service-administrator'],
  drawing: 'start-the-press.bpmn',
  forms: {
    confirm: {
      title: 'Start the press of this bureau?',
      text: 'Batches that were sealed leave at once, queued orders with the next release.',
      next: 'Start the press',
      fields: {},
    },
  },
})

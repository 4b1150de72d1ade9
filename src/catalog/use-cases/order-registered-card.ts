import { defineUseCase } from '../../engine/use-case.ts'
import { card } from '../objects/card.ts'

export const orderRegisteredCard = defineUseCase({
  name: 'Order registered card',
  symbol: 'CardsAddonExtProdProcOrderRegistered',
  story: 'As an operator I want to place the order of a card that was entered beforehand',
  on: card,
  in: ['registered'],
  outcome: 'The order waits in the queue (Processing), or, with the queue off, the bureau has it (Ordered).',
  said: '{actor} placed the order of the card of {holder}.',
  offered: 'by default',
  roles: ['operator'],
  drawing: 'order-registered-card.bpmn',
  forms: {
    confirm: {
      title: 'Order this card?',
      text: 'The order goes to the bureau with the next release, and may be aborted until then. With the queue switched off it goes at once.',
      next: 'Order the card',
      fields: {},
    },
  },
})

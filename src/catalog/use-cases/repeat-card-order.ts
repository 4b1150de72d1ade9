import { defineUseCase } from '../../engine/use-case.ts'
import { card } from '../objects/card.ts'

export const repeatCardOrder = defineUseCase({
  name: 'Repeat card order',
  symbol: 'CardsAddonExtProdProcRepeat',
  story: 'As an operator I want to order a card again whose order failed',
  on: card,
  in: ['failed'],
  outcome: 'A new order waits in the queue (Processing), or, with the queue off, the bureau has it (Ordered).',
  said: '{actor} ordered the failed card of {holder} again.',
  offered: 'by default',
  roles: ['operator', 'production-administrator'],
  drawing: 'repeat-card-order.bpmn',
  forms: {
    confirm: {
      title: 'Order this card again?',
      text: 'The same card is ordered anew. The order goes to the bureau with the next release, and may be aborted until then. With the queue switched off it goes at once.',
      next: 'Order the card again',
      fields: {},
    },
  },
})

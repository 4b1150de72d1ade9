import { defineUseCase } from '../../engine/use-case.ts'
import { card } from '../objects/card.ts'

export const holdCardOrder = defineUseCase({
  name: 'Hold card order',
  symbol: 'CardsAddonExtProdProcHold',
  story: 'As an operator I want to keep a card order in the queue from leaving',
  on: card,
  in: ['processing'],
  outcome: 'The order keeps its place in the queue and does not leave until it is released. The card stays in Processing.',
  said: '{actor} held the card order of {holder}: {reason}.',
  offered: 'by default',
  roles: ['operator', 'production-administrator'],
  drawing: 'hold-card-order.bpmn',
  forms: {
    reason: {
      title: 'Hold this card order?',
      text: 'The order stays in the queue and is left out of every release until somebody releases it. It can still be aborted.',
      next: 'Hold the order',
      fields: {
        reason: {
          label: 'Reason',
          kind: 'text',
          required: true,
          personal: true,
          maxLength: 300,
          help: 'Whoever looks at the card sees it.',
        },
      },
    },
  },
})

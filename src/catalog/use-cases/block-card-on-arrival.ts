import { defineUseCase } from '../../engine/use-case.ts'
import { card } from '../objects/card.ts'

export const blockCardOnArrival = defineUseCase({
  name: 'Block card on arrival',
  symbol: 'CardsAddonExtProdProcBlockOnArrival',
  story: 'As an operator I want a card that comes although it is not wanted any more to be blocked',
  on: card,
  in: ['ordered', 'inProduction'],
  outcome: 'As soon as the bureau reports the card produced it becomes Blocked; it is never Active.',
  said: '{actor} had the card of {holder} marked to be blocked on arrival: {reason}.',
  offered: 'by default',
  roles: ['operator'],
  drawing: 'block-card-on-arrival.bpmn',
  forms: {
    reason: {
      title: 'Block this card on arrival?',
      text: 'When the bureau has produced the card it becomes Blocked at once and cannot be activated. It is to be destroyed when it arrives.',
      next: 'Block it on arrival',
      fields: {
        reason: {
          label: 'Reason',
          kind: 'text',
          required: true,
          personal: true,
          maxLength: 300,
          help: 'Whoever destroys the card sees it.',
        },
      },
    },
  },
})

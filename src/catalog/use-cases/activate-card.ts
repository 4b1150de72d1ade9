import { defineUseCase } from '../../engine/use-case.ts'
import { card } from '../objects/card.ts'

export const activateCard = defineUseCase({
  name: 'Activate card',
  symbol: 'CardsProcActivate',
  story: 'As an operator I want to activate a card that has arrived',
  on: card,
  move: 'activate',
  said: '{actor} activated the card of {holder}.',
  offered: 'by default',
  roles: ['operator', 'issuing-authority'],
  drawing: 'activate-card.bpmn',
  forms: {
    confirm: {
      title: 'Activate this card?',
      text: 'The card becomes Active and may be used at once. Check that the wearer has it in hand.',
      next: 'Activate the card',
      fields: {},
    },
  },
})

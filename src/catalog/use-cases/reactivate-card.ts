import { defineUseCase } from '../../engine/use-case.ts'
import { card } from '../objects/card.ts'

export const reactivateCard = defineUseCase({
  name: 'Reactivate card',
  symbol: 'CardsProcReactivate',
  story: 'As an operator I want to let an inactive card be used again',
  on: card,
  move: 'reactivate',
  said: '{actor} reactivated the card of {holder}.',
  offered: 'by default',
  roles: ['operator', 'helpdesk'],
  drawing: 'reactivate-card.bpmn',
  forms: {
    confirm: {
      title: 'Reactivate this card?',
      text: 'The card becomes Active and may be used at once. Its holder must be active too.',
      next: 'Reactivate the card',
      fields: {},
    },
  },
})

import { defineUseCase } from '../../engine/use-case.ts'
import { card } from '../objects/card.ts'

export const deactivateCard = defineUseCase({
  name: 'Deactivate card',
  symbol: 'CardsProcDeactivate',
  story: 'As an operator I want to stop the use of a card for now',
  on: card,
  move: 'deactivate',
  said: '{actor} deactivated the card of {holder}: {reason}.',
  offered: 'by default',
  roles: ['operator'],
  drawing: 'deactivate-card.bpmn',
  forms: {
    reason: {
      title: 'Deactivate this card?',
      text: 'The card becomes Inactive and is not accepted until it is reactivated.',
      next: 'Deactivate the card',
      fields: {
        reason: {
          label: 'Reason',
          kind: 'choice',
          required: true,
          choices: [
            { value: 'mislaid', label: 'Mislaid' },
            { value: 'leave', label: 'On leave' },
            { value: 'other', label: 'Other' },
          ],
        },
      },
    },
  },
})

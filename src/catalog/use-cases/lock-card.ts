import { defineUseCase } from '../../engine/use-case.ts'
import { card } from '../objects/card.ts'

export const lockCard = defineUseCase({
  name: 'Lock card',
  symbol: 'CardsProcLock',
  story: 'As an operator I want to stop the use of a card for good',
  on: card,
  move: 'lock',
  said: '{actor} locked the card of {holder}: {reason}.',
  offered: 'by default',
  roles: ['operator'],
  drawing: 'lock-card.bpmn',
  forms: {
    reason: {
      title: 'Lock this card?',
      text: 'The card becomes Locked and is never accepted again. This cannot be undone.',
      next: 'Lock the card',
      fields: {
        reason: {
          label: 'Reason',
          kind: 'choice',
          required: true,
          choices: [
            { value: 'lost', label: 'Lost' },
            { value: 'stolen', label: 'Stolen' },
            { value: 'damaged', label: 'Damaged' },
            { value: 'other', label: 'Other' },
          ],
        },
      },
    },
  },
})

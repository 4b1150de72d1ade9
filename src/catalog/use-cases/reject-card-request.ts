import { defineUseCase } from '../../engine/use-case.ts'
import { card } from '../objects/card.ts'

export const rejectCardRequest = defineUseCase({
  name: 'Reject card request',
  symbol: 'CardsProcRejectRequest',
  story: 'As an approver I want to say no to a card that was asked for',
  on: card,
  move: 'reject',
  said: '{actor} rejected the card of {holder}: {reason}',
  offered: 'by default',
  roles: ['approver'],
  approves: true,
  drawing: 'reject-card-request.bpmn',
  forms: {
    reason: {
      title: 'Reject this card?',
      text: 'The card ends as Rejected and is never produced. A new one may be asked for.',
      next: 'Reject the card',
      fields: {
        reason: { label: 'Reason', kind: 'multiline', required: true, maxLength: 500, help: 'Whoever asked reads it in the history.' },
      },
    },
  },
})

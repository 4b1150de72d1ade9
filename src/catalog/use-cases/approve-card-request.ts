import { defineUseCase } from '../../engine/use-case.ts'
import { card } from '../objects/card.ts'

export const approveCardRequest = defineUseCase({
  name: 'Approve card request',
  symbol: 'CardsProcApproveRequest',
  story: 'As an approver I want to say yes to a card that was asked for',
  on: card,
  in: ['requested'],
  outcome: 'The order of the card waits in the queue (Processing), or, with the queue off, the bureau has it (Ordered).',
  said: '{actor} approved the card of {holder}.',
  offered: 'by default',
  roles: ['approver'],
  approves: true,
  drawing: 'approve-card-request.bpmn',
  forms: {
    confirm: {
      title: 'Approve this card?',
      text: 'The order of the card goes to the bureau with the next release, and may be aborted until then. With the queue switched off it goes at once.',
      next: 'Approve the card',
      fields: {},
    },
  },
})

import { defineUseCase } from '../../engine/use-case.ts'
import { user } from '../objects/user.ts'

export const rejectUserRequest = defineUseCase({
  name: 'Reject user request',
  symbol: 'UsersProcRejectRequest',
  story: 'As an approver I want to say no to a user that was asked for',
  on: user,
  move: 'reject',
  said: '{actor} rejected {object}: {reason}',
  offered: 'by default',
  roles: ['approver'],
  approves: true,
  drawing: 'reject-user-request.bpmn',
  forms: {
    reason: {
      title: 'Reject this user?',
      text: 'The user ends as Rejected and can never be given a card.',
      next: 'Reject the user',
      fields: {
        reason: { label: 'Reason', kind: 'multiline', required: true, maxLength: 500, help: 'Whoever asked reads it in the history.' },
      },
    },
  },
})

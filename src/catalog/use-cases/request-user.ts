import { defineUseCase, NEW } from '../../engine/use-case.ts'
import { user } from '../objects/user.ts'

export const requestUser = defineUseCase({
  name: 'Request user',
  symbol: 'UsersProcRequest',
  story: 'As an operator I want to ask an approver to accept a user',
  on: user,
  in: [NEW],
  outcome: 'The user exists and is Requested; an approver decides.',
  said: '{actor} requested the user {object}.',
  offered: 'when attached',
  roles: ['operator'],
  drawing: 'request-user.bpmn',
  forms: {
    data: {
      title: 'Request a user',
      text: 'The user becomes Requested, and an approver is asked.',
      next: 'Request the user',
      fields: user.fields,
    },
  },
})

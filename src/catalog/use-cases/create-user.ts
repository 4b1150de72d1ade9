import { defineUseCase, NEW } from '../../engine/use-case.ts'
import { user } from '../objects/user.ts'

export const createUser = defineUseCase({
  name: 'Create user',
  symbol: 'UsersProcCreate',
  story: 'As an operator I want to create a user',
  on: user,
  in: [NEW],
  outcome: 'The user exists and is Active.',
  said: '{actor} created the user {object}.',
  offered: 'by default',
  roles: ['operator'],
  drawing: 'create-user.bpmn',
  forms: {
    data: {
      title: 'Create a user',
      text: 'The user becomes Active and may be given a card.',
      next: 'Create the user',
      fields: user.fields,
    },
  },
})

import { defineUseCase, NEW } from '../../engine/use-case.ts'
import { user } from '../objects/user.ts'

export const registerUser = defineUseCase({
  name: 'Register user',
  symbol: 'UsersProcRegister',
  story: 'As an operator I want to enter a user who starts later',
  on: user,
  in: [NEW],
  outcome: 'The user exists and is Registered; Activate user takes them into use.',
  said: '{actor} registered the user {object}.',
  offered: 'when attached',
  roles: ['operator'],
  drawing: 'register-user.bpmn',
  forms: {
    data: {
      title: 'Register a user',
      text: 'The user becomes Registered. They may be given a card once they are activated.',
      next: 'Register the user',
      fields: user.fields,
    },
  },
})

import { defineUseCase } from '../../engine/use-case.ts'
import { user } from '../objects/user.ts'

export const activateUser = defineUseCase({
  name: 'Activate user',
  symbol: 'UsersProcActivate',
  story: 'As an operator I want to take a user into use who was entered beforehand',
  on: user,
  move: 'activate',
  said: '{actor} activated {object}.',
  offered: 'by default',
  roles: ['operator'],
  drawing: 'activate-user.bpmn',
  forms: {
    confirm: {
      title: 'Activate this user?',
      text: 'The user becomes Active and may be given a card.',
      next: 'Activate the user',
      fields: {},
    },
  },
})

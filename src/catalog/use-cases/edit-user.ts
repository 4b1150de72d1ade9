import { defineUseCase } from '../../engine/use-case.ts'
import { user } from '../objects/user.ts'

export const editUser = defineUseCase({
  name: 'Edit user',
  symbol: 'UsersProcEdit',
  story: 'As an operator I want to edit the data of a user',
  on: user,
  in: ['active', 'inactive'],
  outcome: 'The data of the user is changed; cards that exist keep what is printed on them.',
  said: '{actor} edited the user {object}.',
  offered: 'by default',
  roles: ['operator', 'helpdesk'],
  drawing: 'edit-user.bpmn',
  single: true,
  forms: {
    data: {
      title: 'Edit the user',
      text: 'The new data is used from now on; cards that exist keep what is printed on them.',
      next: 'Save the user',
      fields: user.fields,
    },
  },
})

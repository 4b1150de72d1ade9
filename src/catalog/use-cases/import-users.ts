import { defineUseCase, NEW } from '../../engine/use-case.ts'
import { user } from '../objects/user.ts'

/**
 * Performed for the new rows of a people's file, a thousand at a time. It is never a button: it has no form, because its input is the file
 * that the administrator chose. So it is offered to the system, and yet it is an administrator who performs it.
 */
export const importUsers = defineUseCase({
  name: 'Import users',
  symbol: 'UsersProcImport',
  story: 'As an administrator I want to bring in the people of my organisation from a file',
  on: user,
  in: [NEW],
  outcome: 'The user exists and is Active.',
  said: '{actor} imported the user {object}.',
  offered: 'to the system',
  roles: ['administrator'],
  drawing: 'import-users.bpmn',
})

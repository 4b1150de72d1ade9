import { defineUseCase } from '../../engine/use-case.ts'
import { user } from '../objects/user.ts'

/**
 * Performed for the rows of a people's file whose user exists and has other data; the user keeps their state, whichever it is. Like
 * *Import users* it is never a button, because its input is a file; an administrator performs it.
 */
export const updateImportedUsers = defineUseCase({
  name: 'Update imported users',
  symbol: 'UsersProcImportUpdate',
  story: 'As an administrator I want the data of users to follow the file they came from',
  on: user,
  in: Object.keys(user.states) as (keyof typeof user.states)[],
  outcome: 'The user has the data of the file, and the state it had; cards that exist keep what is printed on them.',
  said: '{actor} updated the user {object} by an import.',
  offered: 'to the system',
  roles: ['administrator'],
  drawing: 'update-imported-users.bpmn',
})

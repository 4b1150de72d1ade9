import { defineUseCase } from '../../engine/use-case.ts'
import { account } from '../objects/account.ts'

export const endSessions = defineUseCase({
  name: 'End sessions',
  symbol: 'UsersProcEndSessions',
  story: 'As a user administrator I want nobody to go on with an account at a desk that was left or lost',
  on: account,
  in: ['active'],
  outcome: 'Every session of the account has ended, at once. Its person may sign in again; what the account holds stays.',
  said: '{actor} ended the sessions of the account {object}.',
  offered: 'by default',
  roles: ['administrator', 'user-administrator', 'helpdesk'],
  drawing: 'end-sessions.bpmn',
})

import { defineUseCase } from '../../engine/use-case.ts'
import { account } from '../objects/account.ts'

export const enableAccount = defineUseCase({
  name: 'Enable account',
  symbol: 'UsersProcEnableAccount',
  story: 'As a user administrator I want to let an account sign in again',
  on: account,
  move: 'enable',
  said: '{actor} enabled the account {object}.',
  offered: 'by default',
  roles: ['administrator', 'user-administrator'],
  drawing: 'enable-account.bpmn',
})

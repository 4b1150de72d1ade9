import { defineUseCase } from '../../engine/use-case.ts'
import { account } from '../objects/account.ts'

export const unlockAccount = defineUseCase({
  name: 'Unlock account',
  symbol: 'UsersProcUnlockAccount',
  story: 'As a helpdesk officer I want to let somebody try again who mistyped the password too often',
  on: account,
  in: ['active'],
  outcome: 'The account’s failures are forgotten, and its person can sign in at once.',
  said: '{actor} unlocked the account {object}.',
  offered: 'by default',
  roles: ['administrator', 'user-administrator', 'helpdesk'],
  drawing: 'unlock-account.bpmn',
})

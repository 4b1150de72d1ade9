import { defineUseCase } from '../../engine/use-case.ts'
import { account } from '../objects/account.ts'

export const activateAccount = defineUseCase({
  name: 'Activate account',
  symbol: 'UsersProcActivateAccount',
  story: 'As somebody who was invited I want to sign in, now that I have chosen how',
  on: account,
  move: 'activate',
  said: '{object} chose how to sign in.',
  offered: 'to the system',
  roles: ['batch-sync'],
  drawing: 'activate-account.bpmn',
})

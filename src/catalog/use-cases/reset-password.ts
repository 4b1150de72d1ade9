import { defineUseCase } from '../../engine/use-case.ts'
import { delivery } from '../code-delivery.ts'
import { account } from '../objects/account.ts'

export const resetPassword = defineUseCase({
  name: 'Reset password',
  symbol: 'UsersProcResetPassword',
  story: 'As a helpdesk officer I want to help somebody who cannot sign in any more',
  on: account,
  in: ['invited', 'active'],
  outcome: 'The account’s person is given a code with which they choose anew how to sign in; until it is used everything stays as it is.',
  said: '{actor} gave {object} a code to choose anew how to sign in, {delivery}.',
  offered: 'by default',
  roles: ['administrator', 'user-administrator', 'helpdesk'],
  drawing: 'reset-password.bpmn',
  forms: {
    delivery: {
      title: 'Reset the password?',
      text: 'Its person gets a code, once, and chooses a new password with it; then all sessions of the account end. A second factor stays.',
      next: 'Give the code',
      fields: { delivery },
    },
  },
})

import { defineScenario } from '../../engine/scenario.ts'
import { resetPassword } from './reset-password.ts'

export const resetPasswordScenario = defineScenario(resetPassword, {
  input: { delivery: 'letter' },
  repeatable: true,
  stories: [
    { tells: 'somebody who forgot the password is given a letter', given: 'active', ends: 'done', becomes: 'active' },
    { tells: 'whoever lost the invitation is given another', given: 'invited', ends: 'done', becomes: 'invited' },
    {
      tells: 'without a mail server nothing is mailed',
      given: 'active',
      input: { delivery: 'email' },
      ends: 'no_mail_server',
      becomes: 'active',
    },
  ],
})

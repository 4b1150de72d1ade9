import { defineUseCase } from '../../engine/use-case.ts'
import { account } from '../objects/account.ts'

export const disableAccount = defineUseCase({
  name: 'Disable account',
  symbol: 'UsersProcDisableAccount',
  story: 'As a user administrator I want to let nobody sign in with an account',
  on: account,
  move: 'disable',
  said: '{actor} disabled the account {object}: {reason}.',
  offered: 'by default',
  roles: ['administrator', 'user-administrator'],
  drawing: 'disable-account.bpmn',
  forms: {
    reason: {
      title: 'Disable the account?',
      text: 'Nobody can sign in with it, and whoever is signed in with it is signed out. What it was granted stays.',
      next: 'Disable the account',
      fields: {
        reason: {
          label: 'Reason',
          kind: 'choice',
          required: true,
          choices: [
            { value: 'left', label: 'Left the organisation' },
            { value: 'leave', label: 'On leave' },
            { value: 'suspected', label: 'Suspected misuse' },
            { value: 'other', label: 'Other' },
          ],
        },
      },
    },
  },
})

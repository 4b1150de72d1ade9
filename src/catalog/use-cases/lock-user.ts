import { defineUseCase } from '../../engine/use-case.ts'
import { user } from '../objects/user.ts'

export const lockUser = defineUseCase({
  name: 'Lock user',
  symbol: 'UsersProcLock',
  story: 'As an operator I want to take a user out of use for good',
  on: user,
  move: 'lock',
  said: '{actor} locked {object}: {reason}.',
  saidOf: {
    locked: '{actor} locked {holder}, and this card with them.',
    disabled: '{actor} locked the user of {object}, and disabled the account with them.',
  },
  offered: 'by default',
  roles: ['operator'],
  drawing: 'lock-user.bpmn',
  forms: {
    reason: {
      title: 'Lock the user?',
      text: 'The user becomes Locked, and so do their active and inactive cards; nobody signs in with their account. This cannot be undone. A card order under way is not touched.',
      next: 'Lock the user',
      fields: {
        reason: {
          label: 'Reason',
          kind: 'choice',
          required: true,
          choices: [
            { value: 'left', label: 'Left the organisation' },
            { value: 'misuse', label: 'Misuse' },
            { value: 'other', label: 'Other' },
          ],
        },
      },
    },
  },
})

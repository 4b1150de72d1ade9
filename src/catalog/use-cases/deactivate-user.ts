import { defineUseCase } from '../../engine/use-case.ts'
import { user } from '../objects/user.ts'

export const deactivateUser = defineUseCase({
  name: 'Deactivate user',
  symbol: 'UsersProcDeactivate',
  story: 'As an operator I want to take a user out of use for now',
  on: user,
  move: 'deactivate',
  said: '{actor} deactivated {object}: {reason}.',
  saidOf: {
    inactive: '{actor} deactivated {holder}, and this card with them.',
    disabled: '{actor} deactivated the user of {object}, and disabled the account with them.',
  },
  offered: 'by default',
  roles: ['operator'],
  drawing: 'deactivate-user.bpmn',
  forms: {
    reason: {
      title: 'Deactivate the user?',
      text: 'The user becomes Inactive, and so do their active cards; nobody signs in with their account until it is enabled again. A card order under way is not touched.',
      next: 'Deactivate the user',
      fields: {
        reason: {
          label: 'Reason',
          kind: 'choice',
          required: true,
          choices: [
            { value: 'leave', label: 'On leave' },
            { value: 'left', label: 'Left the organisation' },
            { value: 'suspended', label: 'Suspended' },
            { value: 'other', label: 'Other' },
          ],
        },
      },
    },
  },
})

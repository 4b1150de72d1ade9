import { defineUseCase } from '../../engine/use-case.ts'
import { user } from '../objects/user.ts'

export const reactivateUser = defineUseCase({
  name: 'Reactivate user',
  symbol: 'UsersProcReactivate',
  story: 'As an operator I want to take a user back into use',
  on: user,
  move: 'reactivate',
  said: '{actor} reactivated {object}: {reason}.',
  saidOf: { active: '{actor} reactivated {holder}, and this card with them.' },
  offered: 'by default',
  roles: ['operator', 'helpdesk'],
  drawing: 'reactivate-user.bpmn',
  forms: {
    reason: {
      title: 'Reactivate the user?',
      text: 'The user becomes Active, and so do their inactive cards.',
      next: 'Reactivate the user',
      fields: {
        reason: {
          label: 'Reason',
          kind: 'choice',
          required: true,
          choices: [
            { value: 'returned', label: 'Returned' },
            { value: 'mistake', label: 'Deactivated by mistake' },
            { value: 'other', label: 'Other' },
          ],
        },
      },
    },
  },
})

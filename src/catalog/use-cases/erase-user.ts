import { defineUseCase } from '../../engine/use-case.ts'
import { user } from '../objects/user.ts'

export const eraseUser = defineUseCase({
  name: 'Erase user',
  symbol: 'UsersProcDeleteUser',
  story: 'As an administrator I want to remove everything that is kept about a person',
  on: user,
  move: 'erase',
  said: '{actor} erased a person: {reason}. Removed: {what}.',
  offered: 'when attached',
  roles: ['administrator'],
  drawing: 'erase-user.bpmn',
  forms: {
    reason: {
      title: 'Erase this user for good?',
      text: 'Name, data, photo, account, and what their cards and messages of bureaus say of them are removed. Nobody can bring it back. Cards keep their numbers and states, and the journal keeps what was done, without names.',
      next: 'Erase for good',
      danger: true,
      fields: {
        reason: {
          label: 'Reason',
          kind: 'choice',
          required: true,
          help: 'The journal keeps it as the proof.',
          choices: [
            { value: 'asked', label: 'The person asked for it' },
            { value: 'period', label: 'Kept for as long as it may be' },
            { value: 'mistake', label: 'Entered by mistake' },
            { value: 'other', label: 'Other' },
          ],
        },
      },
    },
  },
})

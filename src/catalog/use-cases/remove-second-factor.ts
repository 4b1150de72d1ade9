import { defineUseCase } from '../../engine/use-case.ts'
import { account } from '../objects/account.ts'

export const removeSecondFactor = defineUseCase({
  name: 'Remove second factor',
  symbol: 'UsersProcRemoveSecondFactor',
  story: 'As a user administrator I want to let somebody in again who lost the telephone and the recovery codes',
  on: account,
  in: ['active'],
  risky: 'always',
  outcome:
    'The authenticator app, the recovery codes and the passkeys of the account are gone, and its sessions have ended. Its person is told by mail, and signs in with the password.',
  said: '{actor} removed the second factor of the account {object} ({what}), having made sure who asks: {identity}.',
  offered: 'by default',
  roles: ['administrator', 'user-administrator'],
  drawing: 'remove-second-factor.bpmn',
  forms: {
    identity: {
      title: 'Remove the second factor?',
      text: 'The authenticator app, the recovery codes and all passkeys of the account are removed, and its sessions end. Whoever asks for this may be somebody else: make sure first who they are.',
      next: 'Remove the second factor',
      fields: {
        identity: {
          label: 'How you made sure who asks',
          kind: 'choice',
          required: true,
          choices: [
            { value: 'document', label: 'In person, with an identity document' },
            { value: 'superior', label: 'Their superior confirmed it' },
            { value: 'call-back', label: 'Called back at the number on file' },
          ],
        },
      },
    },
  },
})

import { defineUseCase } from '../../engine/use-case.ts'
import { account } from '../objects/account.ts'

export const revokeApiTokens = defineUseCase({
  name: 'Revoke API tokens',
  symbol: 'UsersProcRevokeTokens',
  story: 'As a user administrator I want a program to lose its token',
  on: account,
  in: ['active'],
  outcome: 'The tokens are of no use from now on.',
  said: '{actor} revoked tokens of {object}.',
  offered: 'by default',
  roles: ['administrator', 'user-administrator'],
  drawing: 'revoke-api-tokens.bpmn',
  forms: {
    which: {
      title: 'Revoke tokens',
      text: 'Whatever asks with them is refused from now on.',
      next: 'Revoke the tokens',
      fields: { label: { label: 'What it is for', kind: 'text', maxLength: 80, help: 'Empty: all tokens of the account.' } },
    },
  },
})

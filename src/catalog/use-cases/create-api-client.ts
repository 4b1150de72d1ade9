import { defineUseCase, NEW } from '../../engine/use-case.ts'
import { account, accountFields } from '../objects/account.ts'

const { name, displayName } = accountFields

export const createApiClient = defineUseCase({
  name: 'Create API client',
  symbol: 'UsersProcCreateClient',
  story: 'As a user administrator I want to let a program use the desk',
  on: account,
  in: [NEW],
  outcome: 'The account of the program exists, is Active, and holds nothing yet.',
  said: '{actor} created the API client {object}.',
  offered: 'by default',
  roles: ['administrator', 'user-administrator'],
  drawing: 'create-api-client.bpmn',
  forms: {
    data: {
      title: 'Create an API client',
      text: 'Nobody signs in with it: the program asks with a token, which is issued afterwards.',
      next: 'Create the client',
      fields: { name, displayName },
    },
  },
})

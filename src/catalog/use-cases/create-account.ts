import { defineUseCase, NEW } from '../../engine/use-case.ts'
import { delivery } from '../code-delivery.ts'
import { account, accountFields } from '../objects/account.ts'

const { name, displayName, email } = accountFields

export const createAccount = defineUseCase({
  name: 'Create account',
  symbol: 'UsersProcCreateAccount',
  story: 'As a user administrator I want to let somebody sign in',
  on: account,
  in: [NEW],
  outcome: 'The account exists, is Invited, and holds nothing yet.',
  said: '{actor} created the account {object}.',
  offered: 'by default',
  roles: ['administrator', 'user-administrator'],
  drawing: 'create-account.bpmn',
  forms: {
    data: {
      title: 'Create an account',
      text: 'The account is Invited until its person has chosen how to sign in. Roles are granted to it afterwards.',
      next: 'Create the account',
      fields: {
        name,
        displayName,
        email,
        employeeNumber: {
          label: 'Employee number of the user',
          kind: 'text',
          maxLength: 40,
          help: 'The user that the account belongs to; nobody acts on their own card or person.',
        },
        delivery: {
          ...delivery,
          label: 'Invitation',
          help: 'With a code its person chooses how to sign in.',
          choices: [...delivery.choices, { value: 'none', label: 'None: they sign in by an identity provider or a certificate' }],
        },
      },
    },
  },
})

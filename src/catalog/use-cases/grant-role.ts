import { defineUseCase } from '../../engine/use-case.ts'
import { account } from '../objects/account.ts'

export const grantRole = defineUseCase({
  name: 'Grant role',
  symbol: 'UsersProcEditRoles',
  story: 'As a user administrator I want to let somebody do more',
  on: account,
  in: ['invited', 'active', 'disabled'],
  outcome: 'The account holds the role.',
  said: '{actor} granted {object} the role {role}, for {scope}{unit}.',
  offered: 'by default',
  roles: ['administrator', 'user-administrator'],
  drawing: 'grant-role.bpmn',
  risky: 'always',
  forms: {
    grant: {
      title: 'Grant a role',
      text: 'It is in force at once. Nobody can grant what they do not hold themselves, nor anything to themselves.',
      next: 'Grant the role',
      fields: {
        role: { label: 'Role', kind: 'role', required: true, maxLength: 120 },
        scope: {
          label: 'For whose users and cards',
          kind: 'choice',
          required: true,
          default: 'all',
          choices: [
            { value: 'all', label: 'Everybody' },
            { value: 'unit', label: 'A unit and those below it' },
            { value: 'own', label: 'Only their own' },
          ],
        },
        unit: { label: 'Unit', kind: 'unit', maxLength: 120, help: 'Where the role is for a unit.' },
        until: { label: 'Last day', kind: 'date', help: 'Empty: without an end.' },
      },
    },
  },
})

import { defineUseCase } from '../../engine/use-case.ts'
import { account } from '../objects/account.ts'

export const issueApiToken = defineUseCase({
  name: 'Issue API token',
  symbol: 'UsersProcIssueToken',
  story: 'As a user administrator I want to let a program prove that it is the one',
  on: account,
  in: ['active'],
  outcome: 'There is a token, which whoever issued it can look at once.',
  said: '{actor} issued the token {label} to {object}.',
  offered: 'by default',
  roles: ['administrator', 'user-administrator'],
  risky: 'always',
  drawing: 'issue-api-token.bpmn',
  single: true,
  forms: {
    token: {
      title: 'Issue a token',
      text: 'The token is shown once, on the page of the account, within a quarter of an hour. Nobody can issue one that may do more than they may.',
      next: 'Issue the token',
      fields: {
        label: { label: 'What it is for', kind: 'text', required: true, maxLength: 80 },
        expires: { label: 'Last day', kind: 'date', required: true, help: 'At most a year from now.' },
        only: {
          label: 'Only these permissions',
          kind: 'permissions',
          maxLength: 4000,
          help: 'Empty: everything that the account holds.',
        },
        addresses: {
          label: 'Only from these addresses',
          kind: 'text',
          maxLength: 500,
          help: 'Addresses or networks, such as 10.0.0.0/8, parted by commas.',
        },
        rate: { label: 'Requests a minute', kind: 'number', required: true, minimum: 1, maximum: 100_000, default: 600 },
      },
    },
  },
})

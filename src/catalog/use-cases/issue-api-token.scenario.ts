import { defineScenario } from '../../engine/scenario.ts'
import { issueApiToken } from './issue-api-token.ts'

export const issueApiTokenScenario = defineScenario(issueApiToken, {
  of: 'programs',
  input: { label: 'Nightly orders', expires: '2027-03-31', rate: 600 },
  repeatable: true,
  stories: [
    { tells: 'a client is issued a token', given: 'active', ends: 'done', becomes: 'active' },
    {
      tells: 'a token without an end is not issued',
      given: 'active',
      input: { label: 'For ever', expires: '2099-12-31', rate: 600 },
      ends: 'invalid_token',
      becomes: 'active',
    },
    {
      tells: 'a token for addresses that are none is not issued',
      given: 'active',
      input: { label: 'From nowhere', expires: '2027-03-31', rate: 600, addresses: 'everywhere' },
      ends: 'invalid_token',
      becomes: 'active',
    },
  ],
})

import { defineScenario } from '../../engine/scenario.ts'
import { revokeApiTokens } from './revoke-api-tokens.ts'

export const revokeApiTokensScenario = defineScenario(revokeApiTokens, {
  of: 'programs',
  after: [{ useCase: 'issue-api-token', input: { label: 'Nightly orders', expires: '2027-03-31', rate: 600 } }],
  input: {},
  stories: [
    { tells: 'tokens are of no use once they are revoked', given: 'active', ends: 'done', becomes: 'active' },
    {
      tells: 'a token that there is not is not revoked',
      given: 'active',
      input: { label: 'Another' },
      ends: 'no_such_token',
      becomes: 'active',
    },
  ],
})

import { defineScenario } from '../../engine/scenario.ts'
import { grantRole } from './grant-role.ts'

export const grantRoleScenario = defineScenario(grantRole, {
  input: { role: 'administrator', scope: 'all' },
  repeatable: true,
  stories: [
    { tells: 'an active account holds what it was granted', given: 'active', ends: 'done', becomes: 'active' },
    {
      tells: 'what the granter does not hold is not granted',
      given: 'active',
      input: { role: 'operator', scope: 'all' },
      ends: 'beyond_own',
      becomes: 'active',
    },
    {
      tells: 'a role that there is not is not granted',
      given: 'active',
      input: { role: 'king', scope: 'all' },
      ends: 'no_such_role',
      becomes: 'active',
    },
  ],
})

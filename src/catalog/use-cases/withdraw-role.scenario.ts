import { defineScenario } from '../../engine/scenario.ts'
import { withdrawRole } from './withdraw-role.ts'

export const withdrawRoleScenario = defineScenario(withdrawRole, {
  after: [{ useCase: 'grant-role', input: { role: 'administrator', scope: 'own' } }],
  input: { role: 'administrator' },
  stories: [
    { tells: 'an account no longer holds what was withdrawn', given: 'active', ends: 'done', becomes: 'active' },
    { tells: 'what is not held is not withdrawn', given: 'active', input: { role: 'helpdesk' }, ends: 'not_held', becomes: 'active' },
  ],
})

import { defineScenario } from '../../engine/scenario.ts'
import { reactivateUser } from './reactivate-user.ts'

export const reactivateUserScenario = defineScenario(reactivateUser, {
  input: { reason: 'returned' },
  stories: [{ tells: 'a user is taken back into use', given: 'inactive', ends: 'done', becomes: 'active' }],
})

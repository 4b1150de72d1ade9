import { defineScenario } from '../../engine/scenario.ts'
import { deactivateUser } from './deactivate-user.ts'

export const deactivateUserScenario = defineScenario(deactivateUser, {
  input: { reason: 'leave' },
  stories: [{ tells: 'a user is taken out of use for now', given: 'active', ends: 'done', becomes: 'inactive' }],
})

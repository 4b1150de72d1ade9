import { defineScenario } from '../../engine/scenario.ts'
import { lockUser } from './lock-user.ts'

export const lockUserScenario = defineScenario(lockUser, {
  input: { reason: 'left' },
  stories: [{ tells: 'a user is locked for good', given: 'active', ends: 'done', becomes: 'locked' }],
})

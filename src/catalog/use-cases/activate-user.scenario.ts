import { defineScenario } from '../../engine/scenario.ts'
import { activateUser } from './activate-user.ts'

export const activateUserScenario = defineScenario(activateUser, {
  input: {},
  stories: [{ tells: 'a registered user is taken into use', given: 'registered', ends: 'done', becomes: 'active' }],
})

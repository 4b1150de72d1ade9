import { defineScenario } from '../../engine/scenario.ts'
import { purgeUser } from './purge-user.ts'

export const purgeUserScenario = defineScenario(purgeUser, {
  input: {},
  repeatable: true,
  stories: [{ tells: 'a user who is locked keeps no data, and stays locked', given: 'locked', ends: 'done', becomes: 'locked' }],
})

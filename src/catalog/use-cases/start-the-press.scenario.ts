import { defineScenario } from '../../engine/scenario.ts'
import { startThePress } from './start-the-press.ts'

export const startThePressScenario = defineScenario(startThePress, {
  input: {},
  stories: [{ tells: 'orders leave again', given: 'stopped', ends: 'done', becomes: 'running' }],
})

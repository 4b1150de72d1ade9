import { defineScenario } from '../../engine/scenario.ts'
import { stopThePress } from './stop-the-press.ts'

export const stopThePressScenario = defineScenario(stopThePress, {
  input: { reason: 'Wrong paper' },
  stories: [{ tells: 'nothing leaves any more', given: 'running', ends: 'done', becomes: 'stopped' }],
})

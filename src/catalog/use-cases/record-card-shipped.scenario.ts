import { defineScenario } from '../../engine/scenario.ts'
import { recordCardShipped } from './record-card-shipped.ts'

export const recordCardShippedScenario = defineScenario(recordCardShipped, {
  input: {},
  repeatable: true,
  stories: [{ tells: 'a card that was produced is on its way', given: 'produced', ends: 'done', becomes: 'produced' }],
})

import { defineScenario } from '../../engine/scenario.ts'
import { recordCardProduced } from './record-card-produced.ts'

export const recordCardProducedScenario = defineScenario(recordCardProduced, {
  input: {},
  stories: [
    {
      tells: 'an answer to an order that was never handed over changes nothing',
      given: 'ordered',
      ends: 'bureau_does_not_have_the_order',
      becomes: 'ordered',
    },
  ],
})

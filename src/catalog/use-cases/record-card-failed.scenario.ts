import { defineScenario } from '../../engine/scenario.ts'
import { recordCardFailed } from './record-card-failed.ts'

export const recordCardFailedScenario = defineScenario(recordCardFailed, {
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

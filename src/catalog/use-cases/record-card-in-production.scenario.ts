import { defineScenario } from '../../engine/scenario.ts'
import { recordCardInProduction } from './record-card-in-production.ts'

export const recordCardInProductionScenario = defineScenario(recordCardInProduction, {
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

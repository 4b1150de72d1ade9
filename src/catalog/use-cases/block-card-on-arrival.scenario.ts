import { defineScenario } from '../../engine/scenario.ts'
import { blockCardOnArrival } from './block-card-on-arrival.ts'

export const blockCardOnArrivalScenario = defineScenario(blockCardOnArrival, {
  input: { reason: 'Ordered by mistake' },
  stories: [
    { tells: 'a card that is being made is marked', given: 'ordered', ends: 'done', becomes: 'ordered' },
    { tells: 'a card that has come is locked, not marked', given: 'active', ends: 'wrong_state', becomes: 'active' },
  ],
})

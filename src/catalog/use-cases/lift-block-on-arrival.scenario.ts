import { defineScenario } from '../../engine/scenario.ts'
import { liftBlockOnArrival } from './lift-block-on-arrival.ts'

export const liftBlockOnArrivalScenario = defineScenario(liftBlockOnArrival, {
  input: {},
  after: [{ useCase: 'block-card-on-arrival', input: { reason: 'Ordered by mistake' } }],
  stories: [
    { tells: 'a card that was marked comes as any other', given: 'ordered', ends: 'done', becomes: 'ordered' },
    {
      tells: 'a card that is not marked has nothing to be lifted',
      given: 'ordered',
      ends: 'not_marked_to_block',
      becomes: 'ordered',
      after: [],
    },
  ],
})

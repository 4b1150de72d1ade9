import { defineScenario } from '../../engine/scenario.ts'
import { abortCardOrder } from './abort-card-order.ts'

export const abortCardOrderScenario = defineScenario(abortCardOrder, {
  input: {},
  stories: [
    { tells: 'an order in the queue is aborted, and no card will be produced', given: 'processing', ends: 'done', becomes: 'aborted' },
    {
      tells: 'an order that was handed over while the form was open stays as it is',
      given: 'processing',
      meanwhile: 'its order is handed over',
      ends: 'wrong_state',
      becomes: 'ordered',
    },
    { tells: 'a card that the bureau has cannot be aborted any more', given: 'ordered', ends: 'wrong_state', becomes: 'ordered' },
    { tells: 'an aborted card stays aborted', given: 'aborted', ends: 'wrong_state', becomes: 'aborted' },
  ],
})

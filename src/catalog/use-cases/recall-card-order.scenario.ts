import { defineScenario } from '../../engine/scenario.ts'
import { recallCardOrder } from './recall-card-order.ts'

export const recallCardOrderScenario = defineScenario(recallCardOrder, {
  input: { reason: 'Ordered by mistake' },
  stories: [
    {
      tells: 'an order that the bureau has is asked back; the card goes on until it answers',
      given: 'ordered',
      ends: 'done',
      becomes: 'ordered',
    },
    { tells: 'an order in the queue is not recalled but aborted', given: 'processing', ends: 'wrong_state', becomes: 'processing' },
  ],
})

import { defineScenario } from '../../engine/scenario.ts'
import { holdCardOrder } from './hold-card-order.ts'

export const holdCardOrderScenario = defineScenario(holdCardOrder, {
  input: { reason: 'Ordered by mistake' },
  stories: [
    { tells: 'an order in the queue is held; its card stays where it is', given: 'processing', ends: 'done', becomes: 'processing' },
    { tells: 'an order that the bureau has cannot be held', given: 'ordered', ends: 'wrong_state', becomes: 'ordered' },
  ],
})

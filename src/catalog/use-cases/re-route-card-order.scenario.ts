import { defineScenario } from '../../engine/scenario.ts'
import { rerouteCardOrder } from './re-route-card-order.ts'

export const rerouteCardOrderScenario = defineScenario(rerouteCardOrder, {
  input: { bureau: 'bureau' },
  after: [{ useCase: 'hold-card-order', input: { reason: 'A question about the photo' } }],
  stories: [
    { tells: 'a held order is for this bureau already', given: 'processing', ends: 'same_bureau', becomes: 'processing' },
    { tells: 'an order that is not held keeps its bureau', given: 'processing', ends: 'order_not_held', becomes: 'processing', after: [] },
  ],
})

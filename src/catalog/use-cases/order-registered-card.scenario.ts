import { defineScenario } from '../../engine/scenario.ts'
import { orderRegisteredCard } from './order-registered-card.ts'

export const orderRegisteredCardScenario = defineScenario(orderRegisteredCard, {
  input: {},
  stories: [{ tells: 'the order of a registered card waits in the queue', given: 'registered', ends: 'done', becomes: 'processing' }],
})

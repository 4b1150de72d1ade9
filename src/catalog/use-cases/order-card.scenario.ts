import { defineScenario } from '../../engine/scenario.ts'
import { orderCard } from './order-card.ts'

export const orderCardScenario = defineScenario(orderCard, {
  input: {},
  stories: [
    {
      tells: 'an active user gets a card whose order waits in the queue',
      given: 'active',
      ends: 'done',
      becomes: 'active',
      makes: 'processing',
    },
    { tells: 'an inactive user gets no card', given: 'inactive', ends: 'wrong_state', becomes: 'inactive' },
  ],
})

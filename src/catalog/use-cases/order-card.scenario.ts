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
    {
      tells: 'a card whose last day has passed is not made out',
      given: 'active',
      input: { validTo: '2026-01-31' },
      ends: 'last_day_passed',
      becomes: 'active',
    },
    { tells: 'an inactive user gets no card', given: 'inactive', ends: 'wrong_state', becomes: 'inactive' },
  ],
})

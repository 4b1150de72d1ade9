import { defineScenario } from '../../engine/scenario.ts'
import { registerCard } from './register-card.ts'

export const registerCardScenario = defineScenario(registerCard, {
  input: {},
  stories: [
    { tells: 'a card is made out, and its order is placed later', given: 'active', ends: 'done', becomes: 'active', makes: 'registered' },
  ],
})

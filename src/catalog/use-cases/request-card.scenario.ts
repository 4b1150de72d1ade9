import { defineScenario } from '../../engine/scenario.ts'
import { requestCard } from './request-card.ts'

export const requestCardScenario = defineScenario(requestCard, {
  input: {},
  stories: [{ tells: 'an approver is asked for a card', given: 'active', ends: 'done', becomes: 'active', makes: 'requested' }],
})

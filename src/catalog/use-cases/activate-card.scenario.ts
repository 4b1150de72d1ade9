import { defineScenario } from '../../engine/scenario.ts'
import { activateCard } from './activate-card.ts'

export const activateCardScenario = defineScenario(activateCard, {
  input: {},
  stories: [{ tells: 'a card that has arrived is activated', given: 'produced', ends: 'done', becomes: 'active' }],
})

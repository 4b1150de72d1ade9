import { defineScenario } from '../../engine/scenario.ts'
import { reactivateCard } from './reactivate-card.ts'

export const reactivateCardScenario = defineScenario(reactivateCard, {
  input: {},
  stories: [{ tells: 'an inactive card is taken back into use', given: 'inactive', ends: 'done', becomes: 'active' }],
})

import { defineScenario } from '../../engine/scenario.ts'
import { deactivateCard } from './deactivate-card.ts'

export const deactivateCardScenario = defineScenario(deactivateCard, {
  input: { reason: 'mislaid' },
  stories: [{ tells: 'an active card is taken out of use for now', given: 'active', ends: 'done', becomes: 'inactive' }],
})

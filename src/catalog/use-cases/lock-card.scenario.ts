import { defineScenario } from '../../engine/scenario.ts'
import { lockCard } from './lock-card.ts'

export const lockCardScenario = defineScenario(lockCard, {
  input: { reason: 'lost' },
  stories: [{ tells: 'an active card is locked for good', given: 'active', ends: 'done', becomes: 'locked' }],
})

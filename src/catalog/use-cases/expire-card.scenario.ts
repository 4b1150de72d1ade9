import { defineScenario } from '../../engine/scenario.ts'
import { expireCard } from './expire-card.ts'

export const expireCardScenario = defineScenario(expireCard, {
  input: {},
  stories: [{ tells: 'a card past its last day expires', given: 'active', ends: 'done', becomes: 'expired' }],
})

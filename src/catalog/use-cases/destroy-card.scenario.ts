import { defineScenario } from '../../engine/scenario.ts'
import { destroyCard } from './destroy-card.ts'

export const destroyCardScenario = defineScenario(destroyCard, {
  input: {},
  stories: [{ tells: 'a blocked card is destroyed when it arrives', given: 'blocked', ends: 'done', becomes: 'destroyed' }],
})

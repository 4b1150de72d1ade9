import { defineScenario } from '../../engine/scenario.ts'
import { purgeCard } from './purge-card.ts'

export const purgeCardScenario = defineScenario(purgeCard, {
  input: {},
  repeatable: true,
  stories: [{ tells: 'a card that was destroyed keeps no data of its holder', given: 'destroyed', ends: 'done', becomes: 'destroyed' }],
})

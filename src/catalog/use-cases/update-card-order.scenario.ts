import { defineScenario } from '../../engine/scenario.ts'
import { updateCardOrder } from './update-card-order.ts'

export const updateCardOrderScenario = defineScenario(updateCardOrder, {
  input: {},
  repeatable: true,
  stories: [{ tells: 'a bureau that has nothing new to say leaves the card as it is', given: 'ordered', ends: 'done', becomes: 'ordered' }],
})

import { defineUseCase } from '../../engine/use-case.ts'
import { card } from '../objects/card.ts'

export const destroyCard = defineUseCase({
  name: 'Destroy card',
  symbol: 'CardsAddonExtProdProcDestroy',
  story: 'As an operator I want to record that a blocked card was destroyed',
  on: card,
  move: 'destroy',
  said: '{actor} destroyed the card of {holder}.',
  offered: 'by default',
  roles: ['operator'],
  drawing: 'destroy-card.bpmn',
  forms: {
    confirm: {
      title: 'Was this card destroyed?',
      text: 'The card ends as Destroyed. Say so only when it cannot be used any more.',
      next: 'It was destroyed',
      fields: {},
    },
  },
})

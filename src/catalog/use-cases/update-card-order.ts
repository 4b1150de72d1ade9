import { defineUseCase } from '../../engine/use-case.ts'
import { card } from '../objects/card.ts'

export const updateCardOrder = defineUseCase({
  name: 'Update card order',
  symbol: 'CardsAddonExtProdProcUpdate',
  story: 'As an operator I want to update the status of a card order from the bureau',
  on: card,
  in: ['ordered', 'inProduction'],
  outcome:
    'The answers of the bureau are collected now; the card becomes In production, Produced or Failed as reported, or stays as it is.',
  said: '{actor} asked the bureau about the card order of {holder}.',
  offered: 'when attached',
  roles: ['operator', 'production-administrator'],
  drawing: 'update-card-order.bpmn',
})

import { defineUseCase } from '../../engine/use-case.ts'
import { card } from '../objects/card.ts'

export const recordCardInProduction = defineUseCase({
  name: 'Record card in production',
  symbol: 'CardsAddonExtProdProcInProduction',
  story: 'As the bureau I report that a card is being produced',
  on: card,
  move: 'beginProduction',
  said: '{actor} began to produce the card of {holder}.',
  offered: 'to the system',
  roles: ['batch-sync'],
  drawing: 'record-card-in-production.bpmn',
})

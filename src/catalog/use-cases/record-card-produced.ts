import { defineUseCase } from '../../engine/use-case.ts'
import { card } from '../objects/card.ts'

export const recordCardProduced = defineUseCase({
  name: 'Record card produced',
  symbol: 'CardsAddonExtProdProcProduced',
  story: 'As the bureau I report that a card is produced and shipped',
  on: card,
  move: 'finishProduction',
  said: '{actor} produced and shipped the card of {holder}.',
  offered: 'to the system',
  roles: ['batch-sync'],
  drawing: 'record-card-produced.bpmn',
})

import { defineUseCase } from '../../engine/use-case.ts'
import { card } from '../objects/card.ts'

export const recordCardProduced = defineUseCase({
  name: 'Record card produced',
  symbol: 'CardsAddonExtProdProcProduced',
  story: 'As the bureau I report that a card is produced',
  on: card,
  move: 'finishProduction',
  said: '{actor} produced the card of {holder}.',
  saidOf: { blocked: 'The card of {holder} is not wanted any more and was blocked on arrival. It is to be destroyed.' },
  offered: 'to the system',
  roles: ['batch-sync'],
  drawing: 'record-card-produced.bpmn',
})

import { defineUseCase } from '../../engine/use-case.ts'
import { card } from '../objects/card.ts'

export const recordCardFailed = defineUseCase({
  name: 'Record card failed',
  symbol: 'CardsAddonExtProdProcFailed',
  story: 'As the bureau I report that a card cannot be produced',
  on: card,
  move: 'fail',
  said: '{actor} could not produce the card of {holder}: {why}',
  offered: 'to the system',
  roles: ['batch-sync'],
  drawing: 'record-card-failed.bpmn',
})

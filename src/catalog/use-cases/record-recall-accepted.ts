import { defineUseCase } from '../../engine/use-case.ts'
import { recall } from '../objects/recall.ts'

export const recordRecallAccepted = defineUseCase({
  name: 'Record recall accepted',
  symbol: 'CardsAddonExtProdProcRecallAccepted',
  story: 'As the bureau I report that an order is stopped',
  on: recall,
  move: 'accept',
  said: '{actor} stopped the order. No card will come.',
  saidOf: { aborted: '{actor} stopped the card order of {holder}. No card will come.' },
  offered: 'to the system',
  roles: ['batch-sync'],
  drawing: 'record-recall-accepted.bpmn',
})

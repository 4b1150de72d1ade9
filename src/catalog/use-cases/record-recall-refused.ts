import { defineUseCase } from '../../engine/use-case.ts'
import { recall } from '../objects/recall.ts'

export const recordRecallRefused = defineUseCase({
  name: 'Record recall refused',
  symbol: 'CardsAddonExtProdProcRecallRefused',
  story: 'As the bureau I report that it is too late to stop an order',
  on: recall,
  move: 'refuse',
  said: '{actor} could not stop the order: {answer}.',
  offered: 'to the system',
  roles: ['batch-sync'],
  drawing: 'record-recall-refused.bpmn',
})

import { defineUseCase } from '../../engine/use-case.ts'
import { recall } from '../objects/recall.ts'

export const recordRecallMissed = defineUseCase({
  name: 'Record recall missed',
  symbol: 'CardsAddonExtProdProcRecallMissed',
  story: 'As the organisation I want to see that a recall came too late',
  on: recall,
  move: 'miss',
  said: 'The recall came too late for {actor}. {answer}.',
  offered: 'to the system',
  roles: ['batch-sync'],
  drawing: 'record-recall-missed.bpmn',
})

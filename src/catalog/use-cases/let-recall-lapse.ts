import { defineUseCase } from '../../engine/use-case.ts'
import { recall } from '../objects/recall.ts'

export const letRecallLapse = defineUseCase({
  name: 'Let recall lapse',
  symbol: 'CardsAddonExtProdProcRecallLapse',
  story: 'As the organisation I want to be told when the bureau does not answer a recall in time',
  on: recall,
  move: 'lapse',
  said: 'The bureau has not answered {object} in time. The card must be expected to come.',
  offered: 'to the system',
  roles: ['batch-sync'],
  drawing: 'let-recall-lapse.bpmn',
})

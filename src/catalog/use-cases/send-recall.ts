import { defineUseCase } from '../../engine/use-case.ts'
import { recall } from '../objects/recall.ts'

export const sendRecall = defineUseCase({
  name: 'Send recall',
  symbol: 'CardsAddonExtProdProcSendRecall',
  story: 'As the organisation I want recalls to reach the bureau',
  on: recall,
  move: 'send',
  said: '{object} was sent to the bureau.',
  offered: 'to the system',
  roles: ['batch-sync'],
  drawing: 'send-recall.bpmn',
})

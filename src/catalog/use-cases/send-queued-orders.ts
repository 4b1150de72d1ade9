import { defineUseCase } from '../../engine/use-case.ts'
import { card } from '../objects/card.ts'

export const sendQueuedOrders = defineUseCase({
  name: 'Send queued orders',
  symbol: 'CardsAddonExtProdProcSend',
  story: 'As the organisation I want queued card orders to go to the bureau by themselves, on schedule',
  on: card,
  move: 'order',
  said: '{actor} handed the card order of {holder} to the bureau.',
  offered: 'to the system',
  roles: ['batch-sync', 'administrator'],
  drawing: 'send-queued-orders.bpmn',
})

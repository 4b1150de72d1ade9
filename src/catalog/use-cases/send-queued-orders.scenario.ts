import { defineScenario } from '../../engine/scenario.ts'
import { sendQueuedOrders } from './send-queued-orders.ts'

export const sendQueuedOrdersScenario = defineScenario(sendQueuedOrders, {
  input: {},
  stories: [{ tells: 'a queued order is handed to the bureau', given: 'processing', ends: 'done', becomes: 'ordered' }],
})

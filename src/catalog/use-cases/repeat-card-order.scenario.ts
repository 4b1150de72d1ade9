import { defineScenario } from '../../engine/scenario.ts'
import { repeatCardOrder } from './repeat-card-order.ts'

export const repeatCardOrderScenario = defineScenario(repeatCardOrder, {
  input: {},
  stories: [{ tells: 'a failed order waits in the queue again', given: 'failed', ends: 'done', becomes: 'processing' }],
})

import { defineScenario } from '../../engine/scenario.ts'
import { releaseCardOrder } from './release-card-order.ts'

export const releaseCardOrderScenario = defineScenario(releaseCardOrder, {
  input: {},
  after: [{ useCase: 'hold-card-order', input: { reason: 'A question about the photo' } }],
  stories: [
    { tells: 'a held order may leave again; its card stays where it is', given: 'processing', ends: 'done', becomes: 'processing' },
    {
      tells: 'an order that is not held has nothing to be released from',
      given: 'processing',
      ends: 'order_not_held',
      becomes: 'processing',
      after: [],
    },
  ],
})

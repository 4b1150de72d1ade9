import { defineScenario } from '../../../src/engine/scenario.ts'
import { defineUseCase } from '../../../src/engine/use-case.ts'
import { temporaryCard } from './temporary-card.ts'

/** Everything there is to write for a new use case: what it is, and how we know. Its drawing lies beside it. */
export const abortTemporaryCardOrder = defineUseCase({
  name: 'Abort temporary card order',
  symbol: 'TempCardsAddonExtProdProcAbort',
  story: 'As an operator I want to abort a temporary card order for external production',
  on: temporaryCard,
  move: 'abort',
  said: '{actor} aborted the order of {object}.',
  offered: 'when attached',
  roles: ['operator'],
  drawing: 'abort-temporary-card-order.bpmn',
  forms: {
    confirm: {
      title: 'Abort this temporary card order?',
      text: 'The order leaves the queue and the temporary card ends as Aborted.',
      next: 'Abort the order',
      fields: {},
    },
  },
})

export const abortTemporaryCardOrderScenario = defineScenario(abortTemporaryCardOrder, {
  input: {},
  stories: [{ tells: 'a queued temporary card order is aborted', given: 'processing', ends: 'done', becomes: 'aborted' }],
})

import { defineUseCase } from '../../engine/use-case.ts'
import { card } from '../objects/card.ts'

export const abortCardOrder = defineUseCase({
  name: 'Abort card order',
  symbol: 'CardsAddonExtProdProcAbort',
  story: 'As an operator I want to abort a card order for external production',
  on: card,
  move: 'abort',
  said: '{actor} aborted the card order of {holder}.',
  offered: 'when attached',
  roles: ['operator'],
  drawing: 'abort-card-order.bpmn',
  risky: { above: 'SignInMostWithoutProof' },
  forms: {
    confirm: {
      title: 'Abort this card order?',
      text: 'The order leaves the queue and the card ends as Aborted. The bureau never receives it. This cannot be undone.',
      next: 'Abort the order',
      fields: {},
    },
  },
})

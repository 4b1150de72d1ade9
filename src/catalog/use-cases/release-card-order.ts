import { defineUseCase } from '../../engine/use-case.ts'
import { card } from '../objects/card.ts'

export const releaseCardOrder = defineUseCase({
  name: 'Release card order',
  symbol: 'CardsAddonExtProdProcRelease',
  story: 'As an operator I want to let a held card order leave again',
  on: card,
  in: ['processing'],
  outcome: 'The order leaves with the next release. The card stays in Processing.',
  said: '{actor} released the card order of {holder}.',
  offered: 'by default',
  roles: ['operator', 'production-administrator'],
  drawing: 'release-card-order.bpmn',
  forms: {
    confirm: {
      title: 'Release this card order?',
      text: 'The order leaves for the bureau with the next release. It can be aborted until then.',
      next: 'Release the order',
      fields: {},
    },
  },
})

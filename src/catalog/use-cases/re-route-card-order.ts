import { defineUseCase } from '../../engine/use-case.ts'
import { card } from '../objects/card.ts'

export const rerouteCardOrder = defineUseCase({
  name: 'Re-route card order',
  symbol: 'CardsAddonExtProdProcReroute',
  story: 'As an operator I want to give a held card order to another bureau',
  on: card,
  in: ['processing'],
  outcome: 'The order is for the other bureau and stays held until it is released. The card stays in Processing.',
  said: '{actor} gave the card order of {holder} to {bureau}.',
  offered: 'when attached',
  roles: ['operator', 'production-administrator'],
  drawing: 're-route-card-order.bpmn',
  forms: {
    bureau: {
      title: 'Give this card order to another bureau?',
      text: 'The order keeps its place and stays held. Only a bureau that gets these cards in the same layout can take it.',
      next: 'Give it to the bureau',
      fields: { bureau: { label: 'Bureau', kind: 'bureau', required: true } },
    },
  },
})

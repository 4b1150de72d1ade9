import { defineUseCase } from '../../engine/use-case.ts'
import { card } from '../objects/card.ts'

export const liftBlockOnArrival = defineUseCase({
  name: 'Lift block on arrival',
  symbol: 'CardsAddonExtProdProcLiftBlock',
  story: 'As an operator I want a card that is marked to be blocked to come as any other',
  on: card,
  in: ['ordered', 'inProduction'],
  outcome: 'The card comes as any other.',
  said: '{actor} lifted the block on arrival from the card of {holder}.',
  offered: 'by default',
  roles: ['operator'],
  drawing: 'lift-block-on-arrival.bpmn',
  forms: {
    confirm: {
      title: 'Lift the block on arrival?',
      text: 'The card comes as any other and can be activated when it is produced.',
      next: 'Lift the block',
      fields: {},
    },
  },
})

import { defineUseCase } from '../../engine/use-case.ts'
import { card } from '../objects/card.ts'
import { user } from '../objects/user.ts'
import { validTo } from '../valid-to.ts'

export const orderCard = defineUseCase({
  name: 'Order card',
  symbol: 'CardsAddonExtProdProcOrder',
  story: 'As an operator I want to order a card for external production',
  on: user,
  in: ['active'],
  makes: card,
  outcome: 'A card is ordered for the user: it waits in the queue (Processing), or, with the queue off, the bureau has it (Ordered).',
  said: '{actor} ordered a card for {holder}.',
  offered: 'when attached',
  roles: ['operator', 'issuing-authority'],
  drawing: 'order-card.bpmn',
  mapping: 'CardsMapUserToCard',
  forms: {
    order: {
      title: 'Order a card',
      text: 'A card is made out in the name of the user. Its order goes to the bureau with the next release, and may be aborted until then. With the queue switched off it goes at once.',
      next: 'Order the card',
      fields: { validTo },
    },
  },
})

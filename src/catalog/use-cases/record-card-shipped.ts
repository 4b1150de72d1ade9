import { defineUseCase } from '../../engine/use-case.ts'
import { card } from '../objects/card.ts'

export const recordCardShipped = defineUseCase({
  name: 'Record card shipped',
  symbol: 'CardsAddonExtProdProcShipped',
  story: 'As the bureau I report in which shipment a card is on its way',
  on: card,
  in: ['produced', 'active', 'inactive', 'blocked'],
  outcome: 'Carrier and tracking number stand on the card.',
  said: '{actor} shipped the card of {holder} with {how}.',
  offered: 'to the system',
  roles: ['batch-sync'],
  drawing: 'record-card-shipped.bpmn',
})

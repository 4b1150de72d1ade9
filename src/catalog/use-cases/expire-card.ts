import { defineUseCase } from '../../engine/use-case.ts'
import { card } from '../objects/card.ts'

export const expireCard = defineUseCase({
  name: 'Expire card',
  symbol: 'CardsProcExpire',
  story: 'As the organisation I want cards to end by themselves when their last day has passed',
  on: card,
  move: 'expire',
  said: 'The card of {holder} expired: its last day has passed.',
  offered: 'to the system',
  roles: ['batch-sync'],
  drawing: 'expire-card.bpmn',
})

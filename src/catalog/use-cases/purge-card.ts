import { defineUseCase } from '../../engine/use-case.ts'
import { card } from '../objects/card.ts'

export const purgeCard = defineUseCase({
  name: 'Purge card',
  symbol: 'CardsProcPurge',
  story: 'As the organisation I want cards to keep data of people no longer than our rules allow',
  on: card,
  in: ['aborted', 'rejected', 'expired', 'locked', 'destroyed'],
  outcome: 'What the card holds of its holder is removed; its number and its state stay.',
  said: '{actor} removed what the rule says: {what}. It was kept for {days} days after the end; version {version} of the rule.',
  offered: 'to the system',
  roles: ['batch-sync'],
  drawing: 'purge-card.bpmn',
})

import { defineUseCase } from '../../engine/use-case.ts'
import { card } from '../objects/card.ts'
import { user } from '../objects/user.ts'
import { validTo } from '../valid-to.ts'

export const requestCard = defineUseCase({
  name: 'Request card',
  symbol: 'CardsProcRequest',
  story: 'As an operator I want to ask an approver for a card',
  on: user,
  in: ['active'],
  makes: card,
  outcome: 'A card is made out for the user and is Requested; an approver decides whether it is ordered.',
  said: '{actor} requested a card for {holder}.',
  offered: 'when attached',
  roles: ['operator'],
  drawing: 'request-card.bpmn',
  mapping: 'CardsMapUserToCard',
  forms: {
    card: {
      title: 'Request a card',
      text: 'A card is made out in the name of the user, and an approver is asked. It is ordered when they approve it.',
      next: 'Request the card',
      fields: { validTo },
    },
  },
})

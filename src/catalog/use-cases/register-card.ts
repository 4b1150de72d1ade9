import { defineUseCase } from '../../engine/use-case.ts'
import { card } from '../objects/card.ts'
import { user } from '../objects/user.ts'
import { validTo } from '../valid-to.ts'

export const registerCard = defineUseCase({
  name: 'Register card',
  symbol: 'CardsProcRegister',
  story: 'As an operator I want to enter a card before its order is placed',
  on: user,
  in: ['active'],
  makes: card,
  outcome: 'A card is made out for the user and is Registered; its order is placed later, with Order registered card.',
  said: '{actor} registered a card for {holder}.',
  offered: 'when attached',
  roles: ['operator'],
  drawing: 'register-card.bpmn',
  mapping: 'CardsMapUserToCard',
  forms: {
    card: {
      title: 'Register a card',
      text: 'A card is made out in the name of the user. Nothing goes to the bureau before its order is placed.',
      next: 'Register the card',
      fields: { validTo },
    },
  },
})

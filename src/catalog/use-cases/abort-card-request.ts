import { defineUseCase } from '../../engine/use-case.ts'
import { card } from '../objects/card.ts'

/** Only whoever asked may take a request back; an approver who does not want it rejects it, and says why. */
export const abortCardRequest = defineUseCase({
  name: 'Abort card request',
  symbol: 'CardsProcAbortRequest',
  story: 'As an operator I want to take back my own request for a card',
  on: card,
  move: 'withdraw',
  said: '{actor} aborted the request for the card of {holder}.',
  offered: 'by default',
  roles: ['operator'],
  drawing: 'abort-card-request.bpmn',
  risky: { above: 'SignInMostWithoutProof' },
  forms: {
    confirm: {
      title: 'Abort this request?',
      text: 'The card ends as Aborted and is never produced. This cannot be undone.',
      next: 'Abort the request',
      fields: {},
    },
  },
})

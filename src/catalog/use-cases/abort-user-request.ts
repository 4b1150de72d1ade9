import { defineUseCase } from '../../engine/use-case.ts'
import { user } from '../objects/user.ts'

/** Only whoever asked may take a request back; an approver who does not want it rejects it, and says why. */
export const abortUserRequest = defineUseCase({
  name: 'Abort user request',
  symbol: 'UsersProcAbortRequest',
  story: 'As an operator I want to take back my own request for a user',
  on: user,
  move: 'withdraw',
  said: '{actor} aborted the request for {object}.',
  offered: 'by default',
  roles: ['operator'],
  drawing: 'abort-user-request.bpmn',
  risky: { above: 'SignInMostWithoutProof' },
  forms: {
    confirm: {
      title: 'Abort this request?',
      text: 'The user ends as Aborted and can never be given a card. This cannot be undone.',
      next: 'Abort the request',
      fields: {},
    },
  },
})

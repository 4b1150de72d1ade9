import { defineScenario } from '../../engine/scenario.ts'
import { abortCardRequest } from './abort-card-request.ts'

export const abortCardRequestScenario = defineScenario(abortCardRequest, {
  input: {},
  stories: [{ tells: 'a request is taken back', given: 'requested', ends: 'done', becomes: 'aborted' }],
})

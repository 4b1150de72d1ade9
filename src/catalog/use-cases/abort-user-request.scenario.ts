import { defineScenario } from '../../engine/scenario.ts'
import { abortUserRequest } from './abort-user-request.ts'

export const abortUserRequestScenario = defineScenario(abortUserRequest, {
  input: {},
  stories: [{ tells: 'a request is taken back', given: 'requested', ends: 'done', becomes: 'aborted' }],
})

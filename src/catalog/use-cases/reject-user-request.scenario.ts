import { defineScenario } from '../../engine/scenario.ts'
import { rejectUserRequest } from './reject-user-request.ts'

export const rejectUserRequestScenario = defineScenario(rejectUserRequest, {
  input: { reason: 'Unknown person.' },
  stories: [{ tells: 'an approver refuses a user', given: 'requested', ends: 'done', becomes: 'rejected' }],
})

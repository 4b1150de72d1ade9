import { defineScenario } from '../../engine/scenario.ts'
import { approveUserRequest } from './approve-user-request.ts'

export const approveUserRequestScenario = defineScenario(approveUserRequest, {
  input: {},
  stories: [{ tells: 'an approver accepts a user', given: 'requested', ends: 'done', becomes: 'approved' }],
})

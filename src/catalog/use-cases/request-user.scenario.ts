import { defineScenario } from '../../engine/scenario.ts'
import { requestUser } from './request-user.ts'

export const requestUserScenario = defineScenario(requestUser, {
  input: { firstName: 'Ada', lastName: 'Berg', employeeNumber: 'S-1', email: 'ada.berg@example.org' },
  stories: [{ tells: 'an approver is asked for a user', given: 'new', ends: 'done', becomes: 'requested' }],
})

import { defineScenario } from '../../engine/scenario.ts'
import { createUser } from './create-user.ts'

export const createUserScenario = defineScenario(createUser, {
  input: { firstName: 'Ada', lastName: 'Berg', employeeNumber: 'S-1', email: 'ada.berg@example.org' },
  stories: [{ tells: 'a user is created and is active', given: 'new', ends: 'done', becomes: 'active' }],
})

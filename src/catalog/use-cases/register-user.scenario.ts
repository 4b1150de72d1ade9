import { defineScenario } from '../../engine/scenario.ts'
import { registerUser } from './register-user.ts'

export const registerUserScenario = defineScenario(registerUser, {
  input: { firstName: 'Ada', lastName: 'Berg', employeeNumber: 'S-1', email: 'ada.berg@example.org' },
  stories: [{ tells: 'a user is entered and not yet in use', given: 'new', ends: 'done', becomes: 'registered' }],
})

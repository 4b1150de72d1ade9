import { defineScenario } from '../../engine/scenario.ts'
import { createAccount } from './create-account.ts'

export const createAccountScenario = defineScenario(createAccount, {
  input: { name: 'ada', displayName: 'Ada Berg', email: 'ada.berg@example.org' },
  stories: [{ tells: 'an account is created and waits for its person', given: 'new', ends: 'done', becomes: 'invited' }],
})

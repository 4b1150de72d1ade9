import { defineScenario } from '../../engine/scenario.ts'
import { enableAccount } from './enable-account.ts'

export const enableAccountScenario = defineScenario(enableAccount, {
  input: {},
  stories: [{ tells: 'a disabled account signs in again', given: 'disabled', ends: 'done', becomes: 'active' }],
})

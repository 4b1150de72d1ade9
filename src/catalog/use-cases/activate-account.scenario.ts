import { defineScenario } from '../../engine/scenario.ts'
import { activateAccount } from './activate-account.ts'

export const activateAccountScenario = defineScenario(activateAccount, {
  input: {},
  stories: [{ tells: 'whoever was invited has chosen how to sign in', given: 'invited', ends: 'done', becomes: 'active' }],
})

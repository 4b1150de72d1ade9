import { defineScenario } from '../../engine/scenario.ts'
import { unlockAccount } from './unlock-account.ts'

export const unlockAccountScenario = defineScenario(unlockAccount, {
  input: {},
  repeatable: true,
  stories: [{ tells: 'somebody may try again', given: 'active', ends: 'done', becomes: 'active' }],
})

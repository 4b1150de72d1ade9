import { defineScenario } from '../../engine/scenario.ts'
import { disableAccount } from './disable-account.ts'

export const disableAccountScenario = defineScenario(disableAccount, {
  input: { reason: 'left' },
  stories: [{ tells: 'nobody signs in with a disabled account', given: 'active', ends: 'done', becomes: 'disabled' }],
})

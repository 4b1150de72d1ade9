import { defineScenario } from '../../engine/scenario.ts'
import { removeSecondFactor } from './remove-second-factor.ts'

export const removeSecondFactorScenario = defineScenario(removeSecondFactor, {
  input: { identity: 'document' },
  repeatable: true,
  stories: [
    { tells: 'somebody who lost the telephone signs in with the password alone', given: 'active', ends: 'done', becomes: 'active' },
  ],
})

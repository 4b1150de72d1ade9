import { defineScenario } from '../../engine/scenario.ts'
import { eraseUser } from './erase-user.ts'

export const eraseUserScenario = defineScenario(eraseUser, {
  input: { reason: 'asked' },
  stories: [
    { tells: 'somebody who left is erased', given: 'locked', ends: 'done', becomes: 'erased' },
    { tells: 'somebody who is out of use for now is erased', given: 'inactive', ends: 'done', becomes: 'erased' },
    { tells: 'somebody who may hold cards is not erased', given: 'active', ends: 'wrong_state', becomes: 'active' },
  ],
})

import { defineScenario } from '../../engine/scenario.ts'
import { endSessions } from './end-sessions.ts'

export const endSessionsScenario = defineScenario(endSessions, {
  input: {},
  repeatable: true,
  stories: [{ tells: 'a desk that was left is signed out', given: 'active', ends: 'done', becomes: 'active' }],
})

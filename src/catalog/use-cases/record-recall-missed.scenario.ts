import { defineScenario } from '../../engine/scenario.ts'
import { recordRecallMissed } from './record-recall-missed.ts'

export const recordRecallMissedScenario = defineScenario(recordRecallMissed, {
  input: {},
  stories: [{ tells: 'the card was produced before the bureau answered', given: 'sent', ends: 'done', becomes: 'missed' }],
})

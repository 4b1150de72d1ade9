import { defineScenario } from '../../engine/scenario.ts'
import { recordRecallRefused } from './record-recall-refused.ts'

export const recordRecallRefusedScenario = defineScenario(recordRecallRefused, {
  input: {},
  stories: [{ tells: 'it is too late at the bureau', given: 'sent', ends: 'done', becomes: 'refused' }],
})

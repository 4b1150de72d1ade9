import { defineScenario } from '../../engine/scenario.ts'
import { recordRecallAccepted } from './record-recall-accepted.ts'

export const recordRecallAcceptedScenario = defineScenario(recordRecallAccepted, {
  input: {},
  stories: [
    { tells: 'the bureau stopped the order', given: 'sent', ends: 'done', becomes: 'accepted' },
    { tells: 'it may do so after the deadline', given: 'overdue', ends: 'done', becomes: 'accepted' },
  ],
})

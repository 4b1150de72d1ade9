import { defineScenario } from '../../engine/scenario.ts'
import { sendRecall } from './send-recall.ts'

export const sendRecallScenario = defineScenario(sendRecall, {
  input: {},
  stories: [{ tells: 'the bureau has been asked', given: 'asked', ends: 'done', becomes: 'sent' }],
})

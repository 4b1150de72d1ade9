import { defineScenario } from '../../engine/scenario.ts'
import { letRecallLapse } from './let-recall-lapse.ts'

export const letRecallLapseScenario = defineScenario(letRecallLapse, {
  input: {},
  stories: [{ tells: 'the bureau has not answered in time', given: 'sent', ends: 'done', becomes: 'overdue' }],
})

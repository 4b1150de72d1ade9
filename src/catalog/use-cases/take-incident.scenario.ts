import { defineScenario } from '../../engine/scenario.ts'
import { takeIncident } from './take-incident.ts'

export const takeIncidentScenario = defineScenario(takeIncident, {
  input: {},
  repeatable: true,
  stories: [
    { tells: 'somebody looks into it', given: 'open', ends: 'done', becomes: 'taken' },
    { tells: 'and somebody else goes on with it', given: 'taken', ends: 'done', becomes: 'taken' },
  ],
})

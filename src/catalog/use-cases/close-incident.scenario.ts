import { defineScenario } from '../../engine/scenario.ts'
import { closeIncident } from './close-incident.ts'

export const closeIncidentScenario = defineScenario(closeIncident, {
  input: { note: 'The bureau destroyed the card.' },
  stories: [{ tells: 'what came of it is said', given: 'taken', ends: 'done', becomes: 'closed' }],
})

import { defineScenario } from '../../engine/scenario.ts'
import { approveCardRequest } from './approve-card-request.ts'

export const approveCardRequestScenario = defineScenario(approveCardRequest, {
  input: {},
  stories: [{ tells: 'an approved card waits in the queue', given: 'requested', ends: 'done', becomes: 'processing' }],
})

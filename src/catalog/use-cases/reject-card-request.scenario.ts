import { defineScenario } from '../../engine/scenario.ts'
import { rejectCardRequest } from './reject-card-request.ts'

export const rejectCardRequestScenario = defineScenario(rejectCardRequest, {
  input: { reason: 'Has a card already.' },
  stories: [{ tells: 'a rejected card ends there', given: 'requested', ends: 'done', becomes: 'rejected' }],
})

import { defineScenario } from '../../engine/scenario.ts'
import { createApiClient } from './create-api-client.ts'

export const createApiClientScenario = defineScenario(createApiClient, {
  input: { name: 'payroll', displayName: 'Payroll' },
  stories: [{ tells: 'a client is created and is active', given: 'new', ends: 'done', becomes: 'active' }],
})

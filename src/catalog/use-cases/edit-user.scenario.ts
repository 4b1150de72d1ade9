import { defineScenario } from '../../engine/scenario.ts'
import { editUser } from './edit-user.ts'

export const editUserScenario = defineScenario(editUser, {
  input: { firstName: 'Ada', lastName: 'Berg', employeeNumber: 'S-1', email: 'ada.berg@example.org' },
  repeatable: true,
  stories: [{ tells: 'the new data is saved', given: 'active', ends: 'done', becomes: 'active' }],
})

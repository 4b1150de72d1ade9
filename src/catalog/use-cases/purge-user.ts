import { defineUseCase } from '../../engine/use-case.ts'
import { user } from '../objects/user.ts'

export const purgeUser = defineUseCase({
  name: 'Purge user',
  symbol: 'UsersProcPurge',
  story: 'As the organisation I want to keep data of people no longer than our rules allow',
  on: user,
  in: ['locked', 'aborted', 'rejected'],
  outcome: 'What the rule in Admin > Privacy names is removed; the user stays in their state.',
  said: '{actor} removed what the rule says: {what}. It was kept for {days} days after the end; version {version} of the rule.',
  offered: 'to the system',
  roles: ['batch-sync'],
  drawing: 'purge-user.bpmn',
})

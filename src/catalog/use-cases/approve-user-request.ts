import { defineUseCase } from '../../engine/use-case.ts'
import { user } from '../objects/user.ts'

export const approveUserRequest = defineUseCase({
  name: 'Approve user request',
  symbol: 'UsersProcApproveRequest',
  story: 'As an approver I want to accept a user who was asked for',
  on: user,
  move: 'approve',
  said: '{actor} approved the user {object}.',
  offered: 'by default',
  roles: ['approver'],
  approves: true,
  drawing: 'approve-user-request.bpmn',
  forms: {
    confirm: {
      title: 'Approve this user?',
      text: 'The user becomes Approved, and can then be activated.',
      next: 'Approve the user',
      fields: {},
    },
  },
})

import { defineUseCase } from '../../engine/use-case.ts'
import { account } from '../objects/account.ts'

export const withdrawRole = defineUseCase({
  name: 'Withdraw role',
  symbol: 'UsersProcWithdrawRole',
  story: 'As a user administrator I want to let somebody do less',
  on: account,
  in: ['invited', 'active', 'disabled'],
  outcome: 'The account no longer holds the role, for anybody.',
  said: '{actor} withdrew the role {role} from {object}.',
  offered: 'by default',
  roles: ['administrator', 'user-administrator'],
  drawing: 'withdraw-role.bpmn',
  forms: {
    role: {
      title: 'Withdraw a role',
      text: 'It is gone at once, also in what the account has begun.',
      next: 'Withdraw the role',
      fields: { role: { label: 'Role', kind: 'role', held: true, required: true, maxLength: 120 } },
    },
  },
})

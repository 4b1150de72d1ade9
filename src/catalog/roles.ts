import type { Role } from '../engine/permit.ts'

const every = ['user', 'card']

/** The roles of a fresh installation. Which use cases each may start stands with the use cases. */
export const roles: readonly Role[] = [
  {
    name: 'administrator',
    label: 'Administrator',
    symbol: 'BaseRoleBootstrapAdmin',
    means: 'Decides what Operator offers, and to whom.',
    admin: ['identities', 'cards', 'processes', 'state-graphs', 'options', 'production', 'import', 'versions'],
    operator: ['home', 'search', 'tasks'],
    reads: every,
    starts: [],
  },
  {
    name: 'operator',
    label: 'Operator',
    symbol: 'BaseRoleRegistrationOfficer',
    means: 'Manages users and their cards.',
    admin: [],
    operator: ['home', 'search', 'tasks'],
    reads: every,
    starts: [],
  },
  {
    name: 'approver',
    label: 'Approver',
    symbol: 'BaseRoleOfficer',
    means: 'Decides where an approval is asked for.',
    admin: [],
    operator: ['home', 'search', 'tasks'],
    reads: every,
    starts: [],
  },
  {
    name: 'helpdesk',
    label: 'Helpdesk',
    symbol: 'BaseRoleHelpdeskOfficer',
    means: 'Helps users, and takes them back into use.',
    admin: [],
    operator: ['home', 'search', 'tasks'],
    reads: every,
    starts: [],
  },
  {
    name: 'batch-sync',
    label: 'Batch sync',
    symbol: 'BaseRoleBatchSync',
    means: 'What schedules and bureaus act as; no person can hold it.',
    admin: [],
    operator: [],
    reads: every,
    starts: [],
  },
]

import type { Fields } from '../../engine/form.ts'
import { defineTemplate } from '../../engine/object.ts'

export const accountFields = {
  name: {
    label: 'Sign-in name',
    kind: 'text',
    required: true,
    maxLength: 200,
    column: 'name',
    list: { shown: true, sortable: true, filterable: true },
  },
  displayName: {
    label: 'Name',
    kind: 'text',
    required: true,
    maxLength: 200,
    column: 'display_name',
    list: { shown: true, filterable: true },
    help: 'As the desk and its history call them.',
  },
  email: { label: 'E-mail', kind: 'email', maxLength: 200, column: 'email', list: { shown: true, filterable: true } },
  held: { label: 'Holds', kind: 'text', readOnly: true, column: 'held', list: { shown: true } },
  kind: {
    label: 'Kind',
    kind: 'choice',
    readOnly: true,
    column: 'kind',
    choices: [
      { value: 'person', label: 'Person' },
      { value: 'client', label: 'Program' },
    ],
    list: { shown: true, filterable: true },
  },
} as const satisfies Fields

/** With which somebody signs in, or a program asks; what it may do is granted to it. */
export const account = defineTemplate({
  name: 'account',
  label: 'Account',
  plural: 'Accounts',
  path: 'accounts',
  group: 'identities',
  means: 'With which a person signs in, or a program asks. What it may do is granted to it.',
  table: 'account',
  apart: true,
  initial: 'invited',
  states: {
    invited: { label: 'Invited', means: 'Waiting for its person to choose how to sign in.', colour: 'violet' },
    active: { label: 'Active', means: 'May sign in.', colour: 'green' },
    disabled: { label: 'Disabled', means: 'May not sign in for now; what it was granted stays.', colour: 'orange' },
  },
  moves: {
    activate: { from: 'invited', to: 'active', means: 'Let the account sign in, now that its person has chosen how.' },
    disable: { from: ['invited', 'active'], to: 'disabled', means: 'Let nobody sign in with the account, and end its sessions.' },
    enable: { from: 'disabled', to: 'active', means: 'Let the account sign in again.' },
  },
  fields: accountFields,
})

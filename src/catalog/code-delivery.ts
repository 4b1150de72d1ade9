import type { Field } from '../engine/form.ts'

/** How the code reaches its person with which they choose how to sign in. */
export const delivery = {
  label: 'How the code is handed over',
  kind: 'choice',
  required: true,
  default: 'letter',
  choices: [
    { value: 'letter', label: 'A letter to print' },
    { value: 'email', label: 'By e-mail' },
  ],
} as const satisfies Field

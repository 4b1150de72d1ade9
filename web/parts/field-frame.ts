import type { JsonFieldProps } from './json-form.tsx'

/** What every input of a form has around it, whatever it asks: its name, its label, and what is wrong with it. */
export const fieldFrame = ({ field, error, disabled = false }: Pick<JsonFieldProps, 'field' | 'error' | 'disabled'>) => ({
  name: field.name,
  label: field.title,
  description: field.description,
  withAsterisk: field.required && !field.readOnly,
  'aria-required': field.required || undefined,
  readOnly: field.readOnly,
  disabled,
  error,
})

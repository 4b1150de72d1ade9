import { Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { Grantable } from '../../src/http/contract/role.ts'
import { fieldFrame } from './field-frame.ts'
import { grantableQuery } from './grantable.ts'
import type { JsonFieldProps } from './json-form.tsx'

/** The choice of a role, or of a single permission in words: what whoever chooses may grant, or any where it is to be taken away. */
export function RoleField({ field, value, error, disabled, onChange }: JsonFieldProps) {
  const { data, error: trouble } = useQuery(grantableQuery)
  const chosen = typeof value === 'string' && value !== '' ? value : null
  const options = (items: Grantable['roles']) =>
    items.filter(({ scopes }) => field.held || scopes.length > 0).map(({ name, label }) => ({ value: name, label }))
  const roles = options(data?.roles ?? [])
  const permissions = options(data?.permissions ?? [])
  // What is chosen and not theirs to grant, or is not read yet, is shown by its name rather than as nothing.
  if (chosen !== null && ![...roles, ...permissions].some((one) => one.value === chosen)) roles.unshift({ value: chosen, label: chosen })
  return (
    <Select
      {...fieldFrame({ field, disabled })}
      error={error ?? (trouble ? 'The roles cannot be read at the moment. Load the page again.' : undefined)}
      data={[
        { group: 'Roles', items: roles },
        { group: 'Single permissions', items: permissions },
      ]}
      value={chosen}
      onChange={(name) => onChange(name ?? undefined)}
      allowDeselect={!field.required}
      clearable={!field.required && !field.readOnly}
      searchable
      maxDropdownHeight={360}
      placeholder={data ? 'Choose, or type to search…' : 'Reading the roles…'}
      nothingFoundMessage={field.held ? 'Nothing is called so.' : 'Nothing that you may grant is called so.'}
    />
  )
}

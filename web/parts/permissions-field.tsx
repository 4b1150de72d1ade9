import { MultiSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { fieldFrame } from './field-frame.ts'
import { grantableQuery } from './grantable.ts'
import type { JsonFieldProps } from './json-form.tsx'

/** The choice of several permissions in words, of those that whoever chooses may grant. Its value has one to a line. */
export function PermissionsField({ field, value, error, disabled, onChange }: JsonFieldProps) {
  const { data, error: trouble } = useQuery(grantableQuery)
  const chosen = typeof value === 'string' ? value.split('\n').filter(Boolean) : []
  const offered = (data?.permissions ?? []).filter(({ scopes }) => scopes.length > 0).map(({ name, label }) => ({ value: name, label }))
  // What is chosen and is not read yet is shown by its name rather than as nothing.
  const others = chosen.filter((name) => !offered.some((one) => one.value === name)).map((name) => ({ value: name, label: name }))
  return (
    <MultiSelect
      {...fieldFrame({ field, disabled })}
      error={error ?? (trouble ? 'The permissions cannot be read at the moment. Load the page again.' : undefined)}
      data={[...others, ...offered]}
      value={chosen}
      onChange={(names) => onChange(names.length > 0 ? names.join('\n') : undefined)}
      clearable
      searchable
      hidePickedOptions
      maxDropdownHeight={360}
      placeholder={chosen.length > 0 ? undefined : data ? 'Choose, or type to search…' : 'Reading the permissions…'}
      nothingFoundMessage="Nothing that you may grant is called so."
    />
  )
}

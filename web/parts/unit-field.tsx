import { Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { fieldFrame } from './field-frame.ts'
import { grantableQuery } from './grantable.ts'
import type { JsonFieldProps } from './json-form.tsx'

/** The choice of a unit: one of those that whoever chooses reaches. */
export function UnitField({ field, value, error, disabled, onChange }: JsonFieldProps) {
  const { data, error: trouble } = useQuery(grantableQuery)
  const chosen = typeof value === 'string' && value !== '' ? value : null
  const units = data?.units ?? []
  return (
    <Select
      {...fieldFrame({ field, disabled })}
      error={error ?? (trouble ? 'The units cannot be read at the moment. Load the page again.' : undefined)}
      data={chosen === null || units.includes(chosen) ? units : [chosen, ...units]}
      value={chosen}
      onChange={(name) => onChange(name ?? undefined)}
      clearable={!field.readOnly}
      searchable
      limit={100}
      maxDropdownHeight={320}
      placeholder={data ? 'Choose, or type to search…' : 'Reading the units…'}
      nothingFoundMessage="There is no such unit in your reach."
    />
  )
}

import { Select } from '@mantine/core'
import { useBureauNames } from './bureau-names.ts'
import { fieldFrame } from './field-frame.ts'
import type { JsonFieldProps } from './json-form.tsx'

/** The choice of a bureau by what people call it. */
export function BureauField({ field, value, error, disabled, onChange }: JsonFieldProps) {
  const { bureaus, error: trouble } = useBureauNames()
  const chosen = typeof value === 'string' && value !== '' ? value : null
  const data = (bureaus ?? []).map(({ name, label, stopped }) => ({ value: name, label: stopped ? `${label} (press stopped)` : label }))
  // A bureau that is gone, or is not read yet, is shown by its name rather than as nothing.
  if (chosen !== null && !data.some((one) => one.value === chosen)) data.unshift({ value: chosen, label: chosen })
  return (
    <Select
      {...fieldFrame({ field, disabled })}
      error={error ?? (trouble ? 'The bureaus cannot be read at the moment. Load the page again.' : undefined)}
      data={data}
      value={chosen}
      onChange={(name) => onChange(name ?? undefined)}
      clearable={!field.required && !field.readOnly}
      searchable={data.length > 8}
      placeholder={bureaus ? 'Choose…' : 'Reading the bureaus…'}
      nothingFoundMessage="There is no such bureau."
    />
  )
}

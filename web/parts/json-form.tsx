/** A form drawn from its JSON Schema. The server judges the answers; its errors stand at the fields, and the first one gets the focus. */
import { NumberInput, Select, Stack, Switch, Textarea, TextInput } from '@mantine/core'
import { useEffect, useRef } from 'react'
import type { Problem } from './api.ts'
import { BureauField } from './bureau-field.tsx'
import { fieldFrame } from './field-frame.ts'
import { type Field, fieldsOf } from './json-schema.ts'
import { PermissionsField } from './permissions-field.tsx'
import { PhotoField } from './photo-field.tsx'
import { RoleField } from './role-field.tsx'
import { UnitField } from './unit-field.tsx'

export interface JsonFormProps {
  schema: unknown
  values: Record<string, unknown>
  onChange(values: Record<string, unknown>): void
  /** What the server objected to, by JSON pointer into the body it was sent. */
  errors?: Problem['errors']
  /** Where in that body the answers stand. */
  at?: string
  disabled?: boolean
  /** Puts the focus into the first field when the form appears. */
  autoFocus?: boolean
}

export function JsonForm({ schema, values, onChange, errors = [], at = '/input', disabled = false, autoFocus = false }: JsonFormProps) {
  const fields = fieldsOf(schema)
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (errors.length > 0) box.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [errors])
  useEffect(() => {
    if (autoFocus) box.current?.querySelector<HTMLElement>('input:not([readonly]):not([disabled]), textarea:not([readonly])')?.focus()
  }, [autoFocus])
  if (fields.length === 0) return null
  return (
    <Stack ref={box} gap="sm">
      {fields.map((field) => (
        <JsonField
          key={field.name}
          field={field}
          value={values[field.name]}
          error={errorFor(errors, `${at}/${field.name}`)}
          disabled={disabled}
          onChange={(value) => onChange({ ...values, [field.name]: value })}
        />
      ))}
    </Stack>
  )
}

/** Errors whose pointer names none of the fields; they stand above the form. */
export function otherErrors(schema: unknown, errors: Problem['errors'], at = '/input'): string[] {
  const pointers = fieldsOf(schema).map((field) => `${at}/${field.name}`)
  return errors.filter((error) => !pointers.some((pointer) => belongs(error.pointer, pointer))).map((error) => error.detail)
}

export interface JsonFieldProps {
  field: Field
  value: unknown
  error?: string
  disabled?: boolean
  onChange(value: unknown): void
}

/** One field by its kind. An emptied field is undefined, so that it is not sent. */
export function JsonField({ field, value, error, disabled = false, onChange }: JsonFieldProps) {
  const common = fieldFrame({ field, error, disabled })
  const text = value === undefined || value === null ? '' : String(value)
  const changeText = (changed: string) => onChange(changed === '' ? undefined : changed)
  switch (field.kind) {
    case 'boolean':
      return (
        <Switch
          name={field.name}
          label={field.title}
          description={field.description}
          error={error}
          disabled={disabled || field.readOnly}
          checked={value === true}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      )
    case 'bureau':
      return <BureauField field={field} value={value} error={error} disabled={disabled} onChange={onChange} />
    case 'photo':
      return <PhotoField field={field} value={value} error={error} disabled={disabled} onChange={onChange} />
    case 'role':
      return <RoleField field={field} value={value} error={error} disabled={disabled} onChange={onChange} />
    case 'unit':
      return <UnitField field={field} value={value} error={error} disabled={disabled} onChange={onChange} />
    case 'choice':
      return (
        <Select
          {...common}
          data={field.choices}
          value={text || null}
          onChange={(chosen) => onChange(chosen ?? undefined)}
          allowDeselect={!field.required}
          clearable={!field.required && !field.readOnly}
          searchable={field.choices.length > 8}
          placeholder="Choose…"
        />
      )
    case 'number':
      return (
        <NumberInput
          {...common}
          value={typeof value === 'number' ? value : ''}
          min={field.minimum}
          max={field.maximum}
          clampBehavior="none"
          onChange={(changed) => onChange(typeof changed === 'number' ? changed : undefined)}
        />
      )
    case 'permissions':
      return <PermissionsField field={field} value={value} error={error} disabled={disabled} onChange={onChange} />
    case 'multiline':
      return (
        <Textarea
          {...common}
          autosize
          minRows={3}
          maxRows={10}
          maxLength={field.maxLength}
          value={text}
          onChange={(event) => changeText(event.currentTarget.value)}
        />
      )
    default:
      return (
        <TextInput
          {...common}
          {...inputType(field)}
          maxLength={field.maxLength}
          value={text}
          onChange={(event) => changeText(event.currentTarget.value)}
        />
      )
  }
}

function inputType(field: Field): { type?: string; inputMode?: 'email'; autoComplete: string } {
  if (field.kind === 'date') return { type: 'date', autoComplete: 'off' }
  // The browser's own address check would speak before the server does, in other words.
  if (field.kind === 'email') return { type: 'text', inputMode: 'email', autoComplete: 'off' }
  return { autoComplete: 'off' }
}

function errorFor(errors: Problem['errors'], pointer: string): string | undefined {
  return errors.find((error) => belongs(error.pointer, pointer))?.detail
}

function belongs(pointer: string, field: string): boolean {
  return pointer === field || pointer.startsWith(`${field}/`) || `/input${pointer}` === field
}

import { Anchor, Skeleton } from '@mantine/core'
import type { ReactNode } from 'react'
import type { Template } from '../../src/http/contract/catalog.ts'
import type { OneObject } from '../../src/http/contract/object.ts'
import { useBureauNames } from '../parts/bureau-names.ts'
import { type Field, fieldsOf } from '../parts/json-schema.ts'
import { Day, When } from '../parts/time.tsx'
import { Facts } from './facts.tsx'

/** The object's fields, in the order and words of its template's form, without those that stand elsewhere on the page. */
export function ObjectData({
  template,
  object,
  without = [],
}: {
  template: Template
  object: OneObject | undefined
  without?: readonly string[]
}) {
  // What only Cardinal fills in is left out until there is something to say: a card without a failure needs no line for it.
  const fields = fieldsOf(template.form).filter(
    (field) => !without.includes(field.name) && (!field.readOnly || !object || object.fields[field.name]),
  )
  return (
    <Facts
      facts={fields.map((field) => ({
        label: field.title,
        value: object ? drawn(field, object.fields[field.name]) : <Skeleton height={10} width="55%" my={5} />,
      }))}
    />
  )
}

function drawn(field: Field, value: unknown): ReactNode {
  if (value === undefined || value === null || value === '') return undefined
  switch (field.kind) {
    case 'date':
      return <Day at={String(value)} />
    case 'time':
      return <When at={String(value)} />
    case 'boolean':
      return value === true ? 'Yes' : 'No'
    case 'choice':
      return field.choices.find((choice) => choice.value === String(value))?.label ?? String(value)
    case 'bureau':
      return <BureauName name={String(value)} />
    case 'email':
      return <Anchor href={`mailto:${encodeURIComponent(String(value)).replaceAll('%40', '@')}`}>{String(value)}</Anchor>
    default:
      return String(value)
  }
}

function BureauName({ name }: { name: string }) {
  return useBureauNames().labelOf(name)
}

import { describe, expect, it } from 'vitest'
import { fieldOf, fieldsOf } from './json-schema.ts'

describe('A form drawn from its JSON Schema', () => {
  it('has the fields in order, with their words', () => {
    const fields = fieldsOf({
      type: 'object',
      required: ['firstName'],
      properties: {
        firstName: { type: 'string', title: 'First name', 'x-kind': 'text', maxLength: 80 },
        number: { type: 'integer', title: 'Card number', readOnly: true, minimum: 1 },
      },
    })
    expect(fields.map(({ name, kind, title, required, readOnly }) => [name, kind, title, required, readOnly])).toEqual([
      ['firstName', 'text', 'First name', true, false],
      ['number', 'number', 'Card number', false, true],
    ])
    expect(fields[0]?.maxLength).toBe(80)
    expect(fields[1]?.minimum).toBe(1)
  })

  it('knows the kind from the schema where none is said', () => {
    expect(fieldOf('a', { type: 'boolean' }).kind).toBe('boolean')
    expect(fieldOf('a', { type: 'string', format: 'date' }).kind).toBe('date')
    expect(fieldOf('a', { type: 'string', format: 'date-time' }).kind).toBe('time')
    expect(fieldOf('a', { type: ['integer', 'null'] }).kind).toBe('number')
    expect(fieldOf('a', { enum: ['x', null] })).toMatchObject({ kind: 'choice', choices: [{ value: 'x', label: 'x' }] })
    expect(fieldOf('reason', { oneOf: [{ const: 'lost', title: 'Lost' }] }).choices).toEqual([{ value: 'lost', label: 'Lost' }])
  })

  it('knows the choice of a bureau, whose choices are read elsewhere', () => {
    expect(fieldOf('bureau', { type: 'string', title: 'Bureau', 'x-kind': 'bureau' })).toMatchObject({ kind: 'bureau', choices: [] })
  })

  it('stands whatever it is given', () => {
    for (const nonsense of [undefined, null, 7, 'x', [], { properties: 'no' }]) expect(fieldsOf(nonsense)).toEqual([])
    expect(fieldOf('someFieldName', null)).toMatchObject({ kind: 'text', title: 'Some field name', choices: [] })
  })
})

import { describe, expect, test } from 'vitest'
import { cleaned, type Fields, isDate, problems, schemaOf } from './form.ts'

const fields: Fields = {
  name: { label: 'Name', kind: 'text', required: true, maxLength: 5 },
  email: { label: 'E-mail', kind: 'email' },
  day: { label: 'Day', kind: 'date' },
  amount: { label: 'Amount', kind: 'number', minimum: 1, maximum: 9, default: 1 },
  reason: { label: 'Reason', kind: 'choice', choices: [{ value: 'lost', label: 'Lost' }] },
  printed: { label: 'Printed', kind: 'boolean' },
  number: { label: 'Number', kind: 'number', readOnly: true },
}
const sentences = (input: Record<string, unknown>): string[] => problems(fields, { name: 'Ada', ...input }).map(({ sentence }) => sentence)

describe('answers to a form', () => {
  test.each([
    [{ name: ' ' }, 'Name is missing.'],
    [{ name: 'Adelaide' }, 'Name is longer than 5 characters.'],
    [{ name: 'A\u0007' }, 'Name has a character that cannot be printed.'],
    [{ email: 'ada' }, 'E-mail is not an e-mail address.'],
    [{ day: '2027-02-30' }, 'Day is not a date such as 2027-03-31.'],
    [{ amount: 10 }, 'Amount must be 9 or less.'],
    [{ amount: 1.5 }, 'Amount must be a whole number.'],
    [{ reason: 'stolen' }, 'Reason must be one of: Lost.'],
    [{ printed: 'yes' }, 'Printed must be yes or no.'],
    [{ stranger: 1 }, 'This form has no field "stranger".'],
    [{ toString: 1 }, 'This form has no field "toString".'],
  ])('%j: %s', (input, sentence) => expect(sentences(input)).toEqual([sentence]))

  test('that are right have nothing against them', () => {
    expect(sentences({ email: 'ada@example.org', day: '2028-02-29', amount: 9, reason: 'lost', printed: false })).toEqual([])
  })

  test('are trimmed, empty ones become null, and defaults are filled in', () => {
    expect(cleaned(fields, { name: ' Ada ', email: '' })).toEqual({
      name: 'Ada',
      email: null,
      day: null,
      amount: 1,
      reason: null,
      printed: null,
    })
  })
})

test('the form as JSON Schema asks for what it asks for', () => {
  expect(schemaOf(fields)).toMatchObject({
    required: ['name'],
    properties: {
      name: { type: 'string', maxLength: 5, minLength: 1 },
      number: { readOnly: true },
      reason: { oneOf: [{ const: 'lost', title: 'Lost' }] },
    },
  })
  expect((schemaOf(fields)['properties'] as Record<string, object>)['day']).not.toHaveProperty('maxLength')
})

test('the calendar is kept', () => {
  expect(['2028-02-29', '2027-02-29', '2100-02-29', '2000-02-29', '2027-13-01', '2027-4-1'].map(isDate)).toEqual([
    true,
    false,
    false,
    true,
    false,
    false,
  ])
})

import { expect, it } from 'vitest'
import { type LayoutField, plainLayout } from '../catalog/layout.ts'
import { printData, tidyText } from './print-data.ts'

const field = (name: string, from: string, type: LayoutField['type'] = 'text'): LayoutField => ({
  name,
  label: name,
  type,
  required: false,
  from,
})
const printed = (value: unknown, type: LayoutField['type'] = 'text'): string | null | undefined =>
  printData({ ...plainLayout, fields: [field('X', 'card.x', type)] }, { x: value }, undefined)['X']

it('holds the input fields of the layout by their names and in their order, and nothing else', () => {
  const layout = { ...plainLayout, fields: [field('TITLE', 'user.title'), field('LAST_NAME', 'card.holderLastName')] }
  const data = printData(layout, { holderLastName: 'Berg', unit: 'Secret' }, { title: 'Engineer', phone: '555' })
  expect(JSON.stringify(data)).toBe('{"TITLE":"Engineer","LAST_NAME":"Berg"}')
  expect(printData(layout, {}, undefined)).toEqual({ TITLE: null, LAST_NAME: null })
})

it('trims text, composes it, and leaves one blank where there was white space', () => {
  expect(printed('  Ada \t\n Berg\u00a0 ')).toBe('Ada Berg')
  expect(printed('Ange\u0301lique')).toBe('Angélique')
  expect(printed('a\u2003b')).toBe('a b')
  expect(printed('a  b')).toBe('a b')
  for (const text of ['', '   ', '\n', null, undefined, {}, []]) expect(printed(text)).toBeNull()
})

it('tidies only once: what is tidy stays as it is', () => {
  for (const text of ['Ada', 'Ada Berg', ' x ', 'Å', 'e\u0301 e', '日本 語', '👩‍🔬', '\ud800'])
    expect(tidyText(tidyText(text))).toBe(tidyText(text))
})

it('writes numbers as decimal text, and days as days', () => {
  expect([1042, -7, 0, -0, 1e21, 1.5, 1e-7, 12345678901234567890n].map((value) => printed(value, 'number'))).toEqual([
    '1042',
    '-7',
    '0',
    '0',
    '1000000000000000000000',
    '1.5',
    '0.0000001',
    '12345678901234567890',
  ])
  expect(printed('2029-06-30', 'date')).toBe('2029-06-30')
  expect(printed(new Date('2029-06-30T10:00:00Z'), 'date')).toBe('2029-06-30')
  expect(printed(new Date('2029-06-30T10:00:00Z'))).toBe('2029-06-30T10:00:00.000Z')
  expect([printed(true), printed(false)]).toEqual(['yes', 'no'])
})

import { describe, expect, it } from 'vitest'
import { type Layout, type LayoutField, plainLayout } from '../catalog/layout.ts'
import type { PhotoFacts } from './photo-facts.ts'
import { preFlight } from './pre-flight.ts'
import { printData } from './print-data.ts'

const lastName: LayoutField = {
  name: 'LAST_NAME',
  label: 'Last name',
  type: 'text',
  required: true,
  maxLength: 40,
  from: 'card.holderLastName',
}
const found = (field: Partial<LayoutField>, value: string | null): string[] =>
  preFlight({ ...plainLayout, fields: [{ ...lastName, ...field }] }, { LAST_NAME: value }, undefined, 'Bureau North').map((each) => {
    expect(each.field).toBe('LAST_NAME')
    return each.sentence
  })

describe('the fields of a card', () => {
  it('pass where the bureau can print them', () => {
    expect(found({}, 'Łukasiewicz')).toEqual([])
    expect(found({ characters: 'latin-1' }, 'Ægir Øst-Ünsal ÿ')).toEqual([])
    expect(found({ characters: 'ascii' }, "O'Brien ~")).toEqual([])
    expect(found({ required: false }, null)).toEqual([])
    expect(preFlight(plainLayout, printData(plainLayout, { holderFirstName: 'Ada', validTo: '2029-06-30' }, undefined), undefined)).toEqual(
      [],
    )
  })

  it('are missed where they are required, be they null, empty or not there', () => {
    const missing = ['Last name is missing, and Bureau North needs it.']
    expect(found({}, null)).toEqual(missing)
    expect(found({}, '')).toEqual(missing)
    expect(preFlight({ ...plainLayout, fields: [lastName] }, {}, undefined)).toEqual([
      { field: 'LAST_NAME', sentence: 'Last name is missing, and the bureau needs it.' },
    ])
  })

  it('are counted in characters as people write them to a machine: code points', () => {
    expect(found({}, 'x'.repeat(42))).toEqual(['Last name has 42 characters; Bureau North prints at most 40.'])
    expect(found({}, '𝒜'.repeat(40))).toEqual([])
    expect(found({}, '𝒜'.repeat(41))).toEqual(['Last name has 41 characters; Bureau North prints at most 40.'])
  })

  it('name the first character that cannot be printed, and its place', () => {
    expect(found({ characters: 'latin-1' }, 'Wałęsa')).toEqual([
      'Last name has “ł” (U+0142) as character 3, which Bureau North cannot print; it prints Latin-1 only.',
    ])
    expect(found({ characters: 'ascii' }, '𝒜é')).toEqual([
      'Last name has “𝒜” (U+1D49C) as character 1, which Bureau North cannot print; it prints ASCII only.',
    ])
    expect(found({ characters: 'ascii' }, 'aé')).toEqual([
      'Last name has “é” (U+00E9) as character 2, which Bureau North cannot print; it prints ASCII only.',
    ])
  })

  it('name characters without a shape by their number, and nobody prints control characters or half a character', () => {
    expect(found({}, 'a\u0007')).toEqual(['Last name has U+0007 as character 2, which Bureau North cannot print.'])
    expect(found({}, 'a\ud800b')).toEqual(['Last name has U+D800 as character 2, which Bureau North cannot print.'])
    expect(found({ characters: 'latin-1' }, '\u0085')).toEqual([expect.stringContaining('U+0085 as character 1')])
    expect(found({ characters: 'ascii' }, 'a\u202e')).toEqual([expect.stringContaining('has U+202E as character 2')])
  })

  it('say both what is too long and what cannot be printed', () => {
    expect(found({ characters: 'ascii', maxLength: 2 }, 'łłł')).toHaveLength(2)
  })

  it('are one of the list, a day of the calendar, a decimal number', () => {
    const choices = ['Employee', 'Visitor']
    expect(found({ type: 'choice', choices }, 'Visitor')).toEqual([])
    expect(found({ type: 'choice', choices }, 'visitor')).toEqual([
      'Last name is none of those that Bureau North prints: Employee, Visitor.',
    ])
    expect(found({ type: 'choice', choices: [...'ABCDEFGHIJ'] }, 'Z')).toEqual([
      expect.stringContaining('A, B, C, D, E, F, G, H and others.'),
    ])
    expect(found({ type: 'date' }, '2028-02-29')).toEqual([])
    for (const day of ['2027-02-29', '29.02.2028', '2028-2-9', 'soon'])
      expect(found({ type: 'date' }, day)).toEqual(['Last name is not a day such as 2027-03-31.'])
    for (const number of ['0', '-12', '3.50']) expect(found({ type: 'number' }, number)).toEqual([])
    for (const number of ['1,5', '0x1f', '1e3', '٣', 'NaN', '1.'])
      expect(found({ type: 'number' }, number)).toEqual(['Last name is not a number such as 42.'])
  })

  it('repeats no value, which may be about a person', () => {
    for (const type of ['date', 'number', 'choice'] as const)
      expect(found({ type, choices: ['A'] }, 'Lovelace').join()).not.toContain('Lovelace')
  })
})

describe('the photo', () => {
  const rules = { required: true, minWidth: 300, minHeight: 400, ratio: { width: 3, height: 4 }, maxBytes: 500_000 }
  const good: PhotoFacts = { mediaType: 'image/jpeg', width: 300, height: 400, bytes: 500_000 }
  const said = (photo: PhotoFacts | undefined, required = true): string[] => {
    const layout: Layout = { ...plainLayout, fields: [], photo: { ...rules, required } }
    return preFlight(layout, {}, photo, 'Bureau North').map(({ field, sentence }) => `${field}: ${sentence}`)
  }

  it('passes where it is as the bureau wants it, off by three in a hundred or turned into another format', () => {
    for (const mediaType of ['image/jpeg', 'image/png', 'image/webp']) expect(said({ ...good, mediaType })).toEqual([])
    expect(said({ ...good, width: 308 })).toEqual([])
    expect(said({ ...good, width: 1200, height: 1600 })).toEqual([])
  })

  it.each<[string, Partial<PhotoFacts>, string]>([
    ['too narrow', { width: 240, height: 320 }, 'The photo has 240 × 320 pixels; Bureau North needs at least 300 × 400.'],
    ['of another shape', { width: 400 }, 'The photo has 400 × 400 pixels; Bureau North prints photos in the ratio 3 to 4.'],
    ['too large a file', { bytes: 1_500_000 }, 'The photo has 1,500,000 bytes; Bureau North takes at most 500,000.'],
    ['unreadable', { width: 0, height: 0 }, 'The size of the photo cannot be read; the file may be damaged.'],
  ])('is told to be %s, also where it is not required', (_, facts, sentence) => {
    expect(said({ ...good, ...facts })).toEqual([`photo: ${sentence}`])
    expect(said({ ...good, ...facts }, false)).toEqual([`photo: ${sentence}`])
  })

  it('may be missing or a drawing only where it is not required', () => {
    const drawing = { mediaType: 'image/svg+xml', width: 0, height: 0, bytes: 900 }
    expect(said(undefined)).toEqual(['photo: The photo is missing, and Bureau North needs one.'])
    expect(said(drawing)).toEqual(['photo: The photo is no JPEG, PNG or WebP; Bureau North prints only these.'])
    expect([said(undefined, false), said(drawing, false)]).toEqual([[], []])
    expect(preFlight(plainLayout, {}, undefined)).toEqual([])
  })
})

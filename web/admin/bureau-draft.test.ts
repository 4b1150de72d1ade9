import { describe, expect, it } from 'vitest'
import type { DefinedBureau } from '../../src/http/contract/bureau.ts'
import { changedParts, contestedParts, mergedOver, nameFrom, partWords, tabOf, valueWords, withPartOf } from './bureau-draft.ts'

const rest = { kind: 'rest', url: 'https://bureau.example', answers: 'webhook' } as const
const layout = { name: 'staff', label: 'Staff card', fields: [], photo: null }
const base: DefinedBureau = {
  label: 'Bureau North',
  connection: rest,
  schedule: null,
  timeZone: null,
  holidays: [],
  batchSize: null,
  recallHours: 24,
  layouts: {},
}

describe('The draft of a bureau', () => {
  it('counts what one changes as one thing', () => {
    expect(changedParts(base, base)).toEqual([])
    expect(
      changedParts(base, { ...base, recallHours: 48, connection: { ...rest, answers: 'polling' }, layouts: { card: layout } }),
    ).toEqual(['recallHours', 'connection/answers', 'layouts/card'])
    expect(changedParts(base, { ...base, connection: { kind: 'directory', folder: null } })).toEqual(['connection'])
    expect(changedParts({ ...base, layouts: { card: layout } }, base)).toEqual(['layouts/card'])
  })

  it('keeps my changes and follows theirs in everything else', () => {
    const theirs = {
      ...base,
      label: 'North',
      recallHours: 12,
      connection: { ...rest, url: 'https://other.example' },
      layouts: { card: layout },
    }
    const mine = { ...base, recallHours: 48, holidays: ['2026-12-24'] }
    expect(mergedOver(base, theirs, mine)).toEqual({ ...theirs, recallHours: 48, holidays: ['2026-12-24'] })
    expect(contestedParts(base, theirs, mine)).toEqual(['label', 'holidays', 'recallHours', 'connection/url', 'layouts/card'])
    expect(withPartOf(mine, 'recallHours', theirs).recallHours).toBe(12)
    expect(withPartOf({ ...mine, layouts: { card: layout } }, 'layouts/card', base).layouts).toEqual({})
  })

  it('takes another way to the bureau as a whole', () => {
    const mine: DefinedBureau = { ...base, connection: { kind: 'directory', folder: '/exchange' } }
    const theirs = { ...base, connection: { ...rest, url: 'https://other.example' } }
    expect(mergedOver(base, theirs, mine).connection).toEqual(mine.connection)
    expect(mergedOver(base, mine, base).connection).toEqual(mine.connection)
    expect(contestedParts(base, theirs, mine)).toEqual(['connection'])
    expect(withPartOf(mine, 'connection', theirs).connection).toEqual(theirs.connection)
  })

  it('says in words what a part is, and on which tab it stands', () => {
    expect([partWords('recallHours'), valueWords('recallHours', 24)]).toEqual(['Recall deadline', '24 hours'])
    expect(valueWords('schedule', null)).toBe('as the options say')
    expect(valueWords('connection', rest)).toBe('REST')
    expect(valueWords('layouts/card', undefined)).toBe('plain')
    expect(['label', 'connection/host', 'layouts/card/fields/0'].map(tabOf)).toEqual(['general', 'connection', 'layouts'])
  })

  it('makes a name for programs of what people say', () => {
    expect(nameFrom('Bureau North')).toBe('bureau-north')
    expect(nameFrom('  2. Büro (Øst) ')).toBe('buro-ost')
    expect(nameFrom('¡!')).toBe('')
  })
})

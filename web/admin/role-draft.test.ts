import { describe, expect, it } from 'vitest'
import { changedKeys, changeWords, draftOf, mergedRole, nameFromLabel, roleOf, symbolFromLabel, withValue } from './role-draft.ts'

const helpdesk = {
  label: 'Helpdesk',
  symbol: 'BaseRoleHelpdeskOfficer',
  means: 'Helps users.',
  admin: [],
  operator: ['home', 'search'],
  reads: ['user', 'card'],
  starts: ['start:UsersProcEdit'],
  hides: ['user.phone'],
  retired: false,
}

describe('the draft of a role', () => {
  it('is the role again when nothing was changed', () => {
    expect(roleOf(draftOf(helpdesk))).toEqual(helpdesk)
    expect(changedKeys(draftOf(helpdesk), draftOf(helpdesk))).toEqual([])
  })

  it('tells each permission that came or went by itself', () => {
    const base = draftOf(helpdesk)
    const edited = withValue(withValue(withValue(base, 'operator:home', false), 'admin:options', true), 'label', 'Service desk')
    const called = (key: string) => ({ 'operator:home': 'Operator: Home', 'admin:options': 'Admin: Options', label: 'Label' })[key] ?? key
    expect(changedKeys(base, edited).map((key) => changeWords(base, edited, key, called))).toEqual([
      'Label: Helpdesk → Service desk',
      '− Operator: Home',
      '+ Admin: Options',
    ])
  })

  it('goes on from what somebody else published, with what was changed here', () => {
    const base = draftOf(helpdesk)
    const theirs = withValue(base, 'read:recall', true)
    const mine = withValue(base, 'start:UsersProcEdit', false)
    expect(roleOf(mergedRole(base, theirs, mine))).toEqual({ ...helpdesk, reads: ['user', 'card', 'recall'], starts: [] })
  })

  it('names a new role after its label', () => {
    expect([nameFromLabel('Frønt désk 2'), symbolFromLabel('Front desk')]).toEqual(['fr-nt-desk-2', 'OwnRoleFrontDesk'])
  })
})

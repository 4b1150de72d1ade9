import { describe, expect, it } from 'vitest'
import { differenceOf } from './difference.ts'

const names: Record<string, string> = { 'order-card': 'Order card', 'edit-user': 'Edit user', 'lock-user': 'Lock user' }
const nameOf = (name: string) => names[name] ?? name

describe('The difference of two versions, in words', () => {
  it('tells rows that were added, removed and moved by their names', () => {
    const before = { items: [{ useCase: 'edit-user' }, { useCase: 'lock-user' }, { useCase: 'gone' }] }
    const after = { items: [{ useCase: 'lock-user' }, { useCase: 'edit-user' }, { useCase: 'order-card', mapping: 'CardsMapUserToCard' }] }
    expect(differenceOf(before, after, nameOf)).toEqual([
      { kind: 'moved', what: 'Lock user', before: 'place 2', after: 'place 1' },
      { kind: 'added', what: 'Order card', after: 'mapping: CardsMapUserToCard' },
      { kind: 'removed', what: 'gone' },
    ])
  })

  it('tells a value that changed, and says on and off', () => {
    expect(differenceOf({ queue: true, size: 250 }, { queue: false, size: 250 })).toEqual([
      { kind: 'changed', what: 'queue', before: 'on', after: 'off' },
    ])
  })

  it('tells all of a definition that is new', () => {
    expect(differenceOf(null, { items: [{ useCase: 'edit-user' }] }, nameOf)).toEqual([{ kind: 'added', what: 'Edit user' }])
  })

  it('tells a change inside a row by the row and the member', () => {
    expect(differenceOf({ items: [{ useCase: 'order-card' }] }, { items: [{ useCase: 'order-card', mapping: 'M' }] }, nameOf)).toEqual([
      { kind: 'added', what: 'Order card › mapping', after: 'M' },
    ])
  })

  it('is empty for two that are the same', () => {
    expect(differenceOf({ a: [1, 2] }, { a: [1, 2] })).toEqual([])
  })
})

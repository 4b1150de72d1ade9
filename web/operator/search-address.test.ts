import { describe, expect, it } from 'vitest'
import { filtersOf, isOfQueue, nextSort, readSearch, sortingOf, withField, withState, writeSearch } from './search-address.ts'

describe('A search in the address bar', () => {
  it('is text, without what is empty', () => {
    expect(readSearch({ template: 'card', q: 10482, state: '', unit: undefined })).toEqual({ template: 'card', q: '10482' })
    expect(writeSearch({ template: 'card', state: '', q: '  ', unit: 'IT' })).toEqual({ template: 'card', unit: 'IT' })
  })

  it('tells further fields from its own', () => {
    expect(filtersOf({ template: 'card', state: 'processing', q: 'berg', sort: 'number', unit: 'IT' })).toEqual([['unit', 'IT']])
  })

  it('asks only of cards in the queue when they leave', () => {
    expect(withField({ template: 'card', state: 'active' }, 'leaves', 'today')).toEqual({
      template: 'card',
      state: 'processing',
      leaves: 'today',
    })
    expect(withField({ template: 'card', state: '' }, 'leaves', 'today')).toEqual({ template: 'card', state: '', leaves: 'today' })
    expect(withField({ template: 'card', state: 'active' }, 'unit', 'IT')).toEqual({ template: 'card', state: 'active', unit: 'IT' })
    const asked = { template: 'card', leaves: 'held', bureau: 'north', unit: 'IT' }
    expect(withState(asked, 'active')).toEqual({ template: 'card', state: 'active', unit: 'IT' })
    expect(withState(asked, 'processing')).toEqual({ ...asked, state: 'processing' })
    expect([isOfQueue({ state: 'processing' }), isOfQueue({ leaves: 'today' }), isOfQueue({ state: 'active' }), isOfQueue({})]).toEqual([
      true,
      true,
      false,
      false,
    ])
  })

  it('sorts up, then down, then as the server does', () => {
    const up = nextSort({ template: 'card' }, 'number')
    const down = nextSort(up, 'number')
    expect(sortingOf(up)).toEqual({ field: 'number', descending: false })
    expect(sortingOf(down)).toEqual({ field: 'number', descending: true })
    expect(nextSort(down, 'number')).toEqual({ template: 'card' })
    expect(nextSort(down, 'unit')).toEqual({ template: 'card', sort: 'unit' })
  })
})

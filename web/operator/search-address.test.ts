import { describe, expect, it } from 'vitest'
import { filtersOf, nextSort, readSearch, sortingOf, writeSearch } from './search-address.ts'

describe('A search in the address bar', () => {
  it('is text, without what is empty', () => {
    expect(readSearch({ template: 'card', q: 10482, state: '', unit: undefined })).toEqual({ template: 'card', q: '10482' })
    expect(writeSearch({ template: 'card', state: '', q: '  ', unit: 'IT' })).toEqual({ template: 'card', unit: 'IT' })
  })

  it('tells further fields from its own', () => {
    expect(filtersOf({ template: 'card', state: 'processing', q: 'berg', sort: 'number', unit: 'IT' })).toEqual([['unit', 'IT']])
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

import { describe, expect, it } from 'vitest'
import { changesOf, type DraftRow, incomplete, itemsOf, moveRow, rowsOf } from './commands-draft.ts'

const published = [{ useCase: 'edit-user' }, { useCase: 'deactivate-user' }, { useCase: 'lock-user' }]
const added: DraftRow = { key: 'new 1', useCase: 'order-card', mapping: 'CardsMapUserToCard' }

describe('The draft of Additional Commands', () => {
  it('has no changes to begin with', () => {
    expect(changesOf(published, rowsOf(published))).toEqual([])
  })

  it('counts a row that was added, and sends it with its mapping', () => {
    const rows = [...rowsOf(published), added]
    expect(changesOf(published, rows)).toEqual([{ kind: 'added', useCase: 'order-card' }])
    expect(itemsOf(rows)).toEqual([...published, { useCase: 'order-card', mapping: 'CardsMapUserToCard' }])
  })

  it('counts a row without a process, finds it, and sends it never', () => {
    const rows: DraftRow[] = [...rowsOf(published), { key: 'new 1', useCase: null, mapping: null }]
    expect(changesOf(published, rows)).toEqual([{ kind: 'added', useCase: null }])
    expect(incomplete(rows)?.key).toBe('new 1')
    expect(itemsOf(rows)).toEqual(published)
  })

  it('counts a row that was moved past two others as one change', () => {
    expect(changesOf(published, moveRow(rowsOf(published), 2, 0))).toEqual([{ kind: 'moved', useCase: 'lock-user' }])
  })

  it('counts a removed row once, and not its neighbours as moved', () => {
    const rows = rowsOf(published).filter((row) => row.useCase !== 'edit-user')
    expect(changesOf(published, rows)).toEqual([{ kind: 'removed', useCase: 'edit-user' }])
  })

  it('counts another mapping', () => {
    const before = [{ useCase: 'order-card', mapping: 'CardsMapUserToCard' }]
    expect(changesOf(before, [{ key: 'order-card', useCase: 'order-card', mapping: null }])).toEqual([
      { kind: 'mapping', useCase: 'order-card' },
    ])
  })

  it('leaves the rows as they are when one is moved beyond the end', () => {
    expect(moveRow(rowsOf(published), 2, 3)).toEqual(rowsOf(published))
  })
})

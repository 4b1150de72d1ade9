import { describe, expect, it } from 'vitest'
import {
  added,
  indented,
  inTree,
  moved,
  outdented,
  pasted,
  removed,
  renamed,
  replayed,
  unitChanges,
  unitItems,
  unitsDraft,
} from './unit-draft.ts'

const published = [
  { name: 'Alpha', above: null },
  { name: 'Lab', above: 'Alpha' },
  { name: 'Beta', above: null },
]
const draft = unitsDraft(published)
const drawn = (units: typeof draft) => inTree(units).map(({ unit, depth }) => `${'>'.repeat(depth)}${unit.name}`)

describe('the draft of the units', () => {
  it('is drawn as a tree, and published as it is drawn', () => {
    expect(drawn(draft)).toEqual(['Alpha', '>Lab', 'Beta'])
    expect(unitItems(draft)).toEqual(published)
    expect(unitChanges(published, draft)).toEqual([])
  })

  it('moves a unit in and out by one step, and never below itself', () => {
    expect(drawn(indented(draft, 'Beta'))).toEqual(['Alpha', '>Lab', '>Beta'])
    expect(drawn(outdented(draft, 'Lab'))).toEqual(['Alpha', 'Lab', 'Beta'])
    expect(indented(draft, 'Alpha')).toBe(draft)
    expect(moved(draft, 'Alpha', 'Lab')).toBe(draft)
  })

  it('tells what was added, renamed, moved and removed', () => {
    const edited = removed(moved(renamed(added(draft, 'Gamma', 'Beta').draft, 'Alpha', 'Alfa'), 'Beta', 'Alpha'), 'Lab')
    expect(unitChanges(published, edited)).toEqual(['Alpha → Alfa', 'Beta below Alfa', '+ Gamma below Beta', '− Lab'])
    expect(unitItems(edited)).toEqual([
      { name: 'Alfa', above: null },
      { name: 'Beta', above: 'Alfa' },
      { name: 'Gamma', above: 'Beta' },
    ])
  })

  it('leaves what stood below a removed unit below what was above it', () => {
    expect(drawn(removed(draft, 'Alpha'))).toEqual(['Lab', 'Beta'])
  })

  it('takes a pasted list over, and names the lines it does not understand', () => {
    const { draft: after, wrong, added: news, moved: moves } = pasted(draft, 'Lab;Beta\n"Gamma";Lab\n;Beta\nAlpha\tOmega\n')
    expect(drawn(after)).toEqual(['Beta', '>Lab', '>>Gamma', 'Omega', '>Alpha'])
    expect([wrong, news, moves]).toEqual([[3], 2, 2])
  })

  it('is put over what somebody else published meanwhile', () => {
    const mine = removed(added(draft, 'Gamma', 'Lab').draft, 'Beta')
    const theirs = [
      { name: 'Alpha', above: null },
      { name: 'Beta', above: 'Alpha' },
      { name: 'Delta', above: null },
    ]
    expect(drawn(replayed(published, mine, theirs))).toEqual(['Alpha', 'Delta', 'Gamma'])
  })
})

import { describe, expect, it } from 'vitest'
import { approverWarning, changedRules, ruleWords } from './duties-draft.ts'

const abort = { useCase: 'abort-card-order', above: 50 }
const lock = { useCase: 'lock-user', above: 0 }

describe('The draft of what needs a second person', () => {
  it('holds what was added, changed or taken away', () => {
    expect(changedRules([abort, lock], [abort, lock])).toEqual([])
    expect(changedRules([abort], [{ ...abort, above: 10 }, lock])).toEqual(['abort-card-order: for more than 10', 'lock-user: always'])
    expect(changedRules([abort, lock], [lock], () => 'Abort card order')).toEqual(['Abort card order: no longer'])
  })

  it('says what a number means, and that one is missing', () => {
    expect([ruleWords(0), ruleWords(50), ruleWords(null)]).toEqual(['always', 'for more than 50', 'how many is missing'])
  })

  it('warns where nobody, or one person alone, could agree', () => {
    expect(approverWarning(0)).toContain('Nobody')
    expect(approverWarning(1)).toContain('Only one')
    expect(approverWarning(2)).toBeUndefined()
  })
})

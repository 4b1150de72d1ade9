/** The draft of what needs a second person: the rules as they are to be. Pure. */
import type { Duties } from '../../src/http/contract/admin.ts'

export type PublishedRule = Duties['items'][number]

/** A rule while it is edited: the number may be missing for a moment. */
export interface DraftRule {
  readonly useCase: string
  readonly above: number | null
}

/** What differs, a line for each rule that was added, changed or taken away. */
export function changedRules(
  published: readonly PublishedRule[],
  draft: readonly DraftRule[],
  nameOf: (useCase: string) => string = (name) => name,
): string[] {
  const before = new Map(published.map(({ useCase, above }) => [useCase, above]))
  const kept = new Set(draft.map(({ useCase }) => useCase))
  return [
    ...draft
      .filter(({ useCase, above }) => before.get(useCase) !== above)
      .map(({ useCase, above }) => `${nameOf(useCase)}: ${ruleWords(above)}`),
    ...published.filter(({ useCase }) => !kept.has(useCase)).map(({ useCase }) => `${nameOf(useCase)}: no longer`),
  ]
}

/** "always", "for more than 50" */
export function ruleWords(above: number | null): string {
  if (above === null) return 'how many is missing'
  return above === 0 ? 'always' : `for more than ${above.toLocaleString()}`
}

/** What stands behind a rule, in a sentence; undefined where all is well. */
export function approverWarning(approvers: number): string | undefined {
  if (approvers === 0) return 'Nobody could agree to this now: no account has the permission. Until one has, what is asked for lapses.'
  if (approvers === 1) return 'Only one person could agree, and not to what they ask for themselves.'
  return undefined
}

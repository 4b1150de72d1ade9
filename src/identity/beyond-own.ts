import type { Grant, Permissions } from '../engine/permit.ts'

/**
 * Which of these permission words whoever grants them does not hold for as many people; undefined where they hold all. A grant for a part of
 * the organisation gives nothing that is for everybody, so that is not asked.
 */
export function beyondOwn(permissions: Permissions, words: readonly string[], wanted: Omit<Grant, 'role'>): string | undefined {
  const given = wanted.scope === 'all' ? words : words.filter((word) => !word.startsWith('admin:'))
  return given.find((word) => !holdsAsMuch(permissions, word, wanted))
}

const holdsAsMuch = (permissions: Permissions, word: string, { scope, unit }: Omit<Grant, 'role'>): boolean =>
  permissions
    .reach(word)
    .some(
      (reach) =>
        reach.scope === 'all' || (scope === 'own' && reach.scope === 'own') || (scope !== 'all' && unit !== null && reach.units.has(unit)),
    )

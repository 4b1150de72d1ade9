import type { Grant, Permissions } from '../engine/permit.ts'
import type { Glance } from '../store/task.ts'

/**
 * A permission that a grant would give and that whoever gives it does not hold for as many people; undefined where there is none. Of the words
 * of a role, `only` names those that count; without it all do.
 */
export function beyondOwn(
  { wordsOf, permissions }: Pick<Glance, 'wordsOf' | 'permissions'>,
  grant: Grant,
  only?: readonly string[],
): string | undefined {
  const words = (wordsOf(grant.role) ?? []).filter((word) => !only || only.includes(word))
  // A grant for a part of the organisation gives nothing that is for everybody.
  const given = grant.scope === 'all' ? words : words.filter((word) => !word.startsWith('admin:'))
  return given.find((word) => !holdsAsMuch(permissions, word, grant))
}

const holdsAsMuch = (permissions: Permissions, word: string, { scope, unit }: Grant): boolean =>
  permissions
    .reach(word)
    .some(
      (reach) =>
        reach.scope === 'all' || (scope === 'own' && reach.scope === 'own') || (scope === 'unit' && unit !== null && reach.units.has(unit)),
    )

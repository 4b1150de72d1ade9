import type { RowsAbout } from './personal-data.ts'

/** The condition that a row `t` is about somebody of those whose ids are bound to $1: people, cards, or both where either may stand. */
export const aboutThem = ({ of, column }: RowsAbout): string => CONDITION[of](column)

/** The runs that objects had a part in stand in the journal, where they are found by the object. */
export const RUNS_ABOUT = 'select j.run_id from journal j where j.object_id = any($1::uuid[]) and j.run_id is not null'

/** Which ids `aboutThem` is to be given. */
export function idsFor({ of }: RowsAbout, people: readonly string[], cards: readonly string[]): readonly string[] {
  if (of === 'people' || of === 'accounts') return people
  return of === 'cards' ? cards : [...people, ...cards]
}

const CONDITION: Readonly<Record<RowsAbout['of'], (column: string) => string>> = {
  people: (column) => `t.${column} = any($1::uuid[])`,
  cards: (column) => `t.${column} = any($1::uuid[])`,
  objects: (column) => `t.${column} = any($1::uuid[]) and t.run_id in (${RUNS_ABOUT})`,
  accounts: (column) => `t.${column} in (select id from account where person_id = any($1::uuid[]))`,
  runs: (column) => `t.${column} in (${RUNS_ABOUT})`,
}

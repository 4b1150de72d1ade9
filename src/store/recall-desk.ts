import type { Queryable } from './database.ts'

/** Which recalls of a template are wanted. */
export interface WantedRecalls {
  readonly template: string
  readonly states: readonly string[]
  readonly limit: number
}

/** The ids of recalls that wait for an answer, the one that is due first in front. */
export const recallsByDeadline = (db: Queryable, { template, states, limit }: WantedRecalls): Promise<{ id: string }[]> =>
  db.query('select id from recall where template = $1 and state = any($2::text[]) order by deadline_at, id limit $3', [
    template,
    states,
    limit,
  ])

/** The ids of recalls with their numbers, the newest first, below a number where one is given. */
export const newestRecalls = (
  db: Queryable,
  { template, states, limit }: WantedRecalls,
  below: number | undefined,
): Promise<{ id: string; number: number }[]> =>
  db.query(
    `select id, number from recall where template = $1 and state = any($2::text[]) and ($4::bigint is null or number < $4)
     order by number desc limit $3`,
    [template, states, limit, below ?? null],
  )

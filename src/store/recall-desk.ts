import type { Template } from '../engine/object.ts'
import type { Queryable } from './database.ts'
import { reachCondition, type Within } from './reach.ts'

/** Which recalls of a template are wanted, of those in somebody's reach. */
export interface WantedRecalls {
  readonly template: Template
  readonly states: readonly string[]
  readonly within: Within
  readonly limit: number
}

/** The ids of recalls that wait for an answer, the one that is due first in front. */
export function recallsByDeadline(db: Queryable, wanted: WantedRecalls): Promise<{ id: string }[]> {
  const { text, values } = conditionOf(wanted)
  return db.query(`select id from recall where ${text} order by deadline_at, id limit $3`, values)
}

/** The ids of recalls with their numbers, the newest first, below a number where one is given. */
export function newestRecalls(db: Queryable, wanted: WantedRecalls, below: number | undefined): Promise<{ id: string; number: number }[]> {
  const { text, values } = conditionOf(wanted)
  return db.query(
    `select id, number from recall where ${text} and ($${values.push(below ?? null)}::bigint is null or number < $${values.length}) order by number desc limit $3`,
    values,
  )
}

function conditionOf({ template, states, within, limit }: WantedRecalls): { text: string; values: unknown[] } {
  const values: unknown[] = [template.name, states, limit]
  const reached = reachCondition(template, within.reaches, within.actor, (value) => `$${values.push(value)}`)
  return { text: `template = $1 and state = any($2::text[])${reached ? ` and ${reached}` : ''}`, values }
}

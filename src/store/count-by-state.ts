import type { Template } from '../engine/object.ts'
import type { Queryable } from './database.ts'
import { reachCondition, type Within } from './reach.ts'

/** How many objects of a template in somebody's reach are in each of these states; a state that none is in is absent. */
export async function countByState(
  db: Queryable,
  template: Template,
  states: readonly string[],
  within: Within,
): Promise<Map<string, number>> {
  const values: unknown[] = [template.name, states]
  const reached = reachCondition(template, within.reaches, within.actor, (value) => `$${values.push(value)}`)
  const rows = await db.query<{ state: string; count: number }>(
    `select state, count(*) as count from ${template.table} where template = $1 and state = any($2::text[])${reached ? ` and ${reached}` : ''} group by state`,
    values,
  )
  return new Map(rows.map((row) => [row.state, row.count]))
}

import type { Template } from '../engine/object.ts'
import type { Queryable } from './database.ts'
import { holdsAnything } from './erase.ts'

/** Objects in one of these states that have not changed since a moment and hold something of the kind; at most `limit`, the oldest ids first. */
export async function toPurge(
  db: Queryable,
  template: Template,
  states: readonly string[],
  part: 'photo' | 'fields',
  before: Date,
  limit: number,
): Promise<string[]> {
  const rows = await db.query<{ id: string }>(
    `/* planned afresh */ select t.id from ${template.table} t
     where t.template = $1 and t.state = any($2::text[]) and t.changed_at <= $3 and (${holds(template, part)}) order by t.id limit $4`,
    [template.name, states, before, limit],
  )
  return rows.map(({ id }) => id)
}

/** How many there are in these states, whenever they came to them; counted up to `most`. */
export async function countToPurge(
  db: Queryable,
  template: Template,
  states: readonly string[],
  part: 'photo' | 'fields',
  most: number,
): Promise<number> {
  const [row] = await db.query<{ count: number }>(
    `/* planned afresh */ select count(*) as count from (
       select 1 from ${template.table} t where t.template = $1 and t.state = any($2::text[]) and (${holds(template, part)}) limit $3
     ) found`,
    [template.name, states, most],
  )
  return row?.count ?? 0
}

const holds = ({ table }: Template, part: 'photo' | 'fields'): string =>
  part === 'photo' ? 'exists (select from photo where photo.person_id = t.id)' : holdsAnything(table)

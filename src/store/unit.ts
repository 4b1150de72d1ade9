/** The units that occur in the data of people. */
import type { Queryable } from './database.ts'

/** A unit with how many users are in it: exact up to ten thousand. */
export interface UnitInUse {
  readonly name: string
  readonly users: number
}

const MOST_COUNTED = 10_000

// From one unit to the next by the index, for there may be millions of people in few units.
const NAMES = `with recursive used(name) as (
    (select unit from person where unit is not null order by unit limit 1)
    union all
    select (select p.unit from person p where p.unit > used.name order by p.unit limit 1) from used where used.name is not null
  )`

/** The units that people are in, by name; at most `limit`. */
export async function unitNames(db: Queryable, limit: number): Promise<string[]> {
  const rows = await db.query<{ name: string }>(`${NAMES} select name from used where name is not null limit $1`, [limit])
  return rows.map(({ name }) => name)
}

/** The same with how many users are in each; one more than the most that is counted means that there are more. */
export const unitsInUse = (db: Queryable, limit: number): Promise<UnitInUse[]> =>
  db.query<UnitInUse & Record<string, unknown>>(
    `${NAMES} select used.name, (select count(*)::integer from (select 1 from person p where p.unit = used.name limit ${MOST_COUNTED + 1}) as counted) as users
     from used where used.name is not null limit $1`,
    [limit],
  )

import type { Queryable } from './database.ts'

/** Whom these objects are about: the holder of a card, of the card that a recall or an incident is about, and a user themselves. */
export async function holdersOf(db: Queryable, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await db.query<{ id: string; holder: string }>(
    `select id, coalesce(person_id, id) as holder from card where id = any($1::uuid[])
     union all select id, coalesce(person_id, id) from recall where id = any($1::uuid[])
     union all select id, coalesce(person_id, id) from incident where id = any($1::uuid[])
     union all select id, id from person where id = any($1::uuid[])`,
    [ids],
  )
  return new Map(rows.map(({ id, holder }) => [id, holder]))
}

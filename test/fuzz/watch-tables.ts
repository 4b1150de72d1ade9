import { everyTable } from '../contract/objects.ts'
import type { TestDesk } from '../desk.ts'

/**
 * Answers what was written since it last answered. Has the database keep a line of each row that is written, in the transaction that writes it: what was rolled back leaves none, and to look
 * whether anything changed takes no longer the more there is.
 */
export async function watchTables(desk: TestDesk): Promise<() => Promise<string[]>> {
  const { db } = desk.world
  await db.script(`
    create table written (id bigint generated always as identity primary key, name text not null);
    create function note_written() returns trigger language plpgsql as $$
    begin
      insert into written (name) values (tg_table_name);
      return null;
    end $$;
    ${everyTable.map((table) => `create trigger note_written after insert or update or delete on ${table} for each row execute function note_written();`).join('\n')}
  `)
  let seen = 0
  return async () => {
    const rows = await db.query<{ name: string; newest: number }>(
      'select name, max(id)::int as newest from written where id > $1 group by name',
      [seen],
    )
    seen = Math.max(seen, ...rows.map(({ newest }) => newest))
    return rows.map(({ name }) => name)
  }
}

import type { Queryable } from './database.ts'

/** A fact about this installation, such as the name of the organisation; undefined where it was never written. */
export async function readSetting(db: Queryable, name: string): Promise<unknown> {
  const [found] = await db.query<{ value: unknown }>('select value from setting where name = $1', [name])
  return found?.value
}

export async function writeSetting(db: Queryable, name: string, value: unknown): Promise<void> {
  await db.query('insert into setting (name, value) values ($1, $2::jsonb) on conflict (name) do update set value = excluded.value', [
    name,
    JSON.stringify(value),
  ])
}

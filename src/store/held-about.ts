import type { Queryable } from './database.ts'
import { namesOfActors, personalData } from './personal-data.ts'
import { plainArray } from './rows.ts'
import { aboutThem, idsFor, RUNS_ABOUT } from './rows-about.ts'

/** What one table holds about a person, row by row, under the names of its columns. */
export interface HeldInTable {
  readonly table: string
  readonly label: string
  readonly rows: readonly Readonly<Record<string, unknown>>[]
}

/**
 * Everything that is held about a person and their cards, table by table, as the list of personal data has it; also tables that hold nothing
 * of them. Secrets and the bytes of photos are left out, and of what stands together with the data of others only their part is read. The
 * journal is told in sentences, elsewhere.
 */
export async function heldAbout(db: Queryable, person: string, cards: readonly string[]): Promise<HeldInTable[]> {
  const held: HeldInTable[] = []
  for (const [table, { label, rows, personal }] of Object.entries(personalData)) {
    if (Object.keys(personal).length === 0 || table === 'journal') continue
    if (rows) held.push({ table, label, rows: await rowsOf(db, table, idsFor(rows, [person], cards)) })
    else held.push({ table, label, rows: await (READ[table] ?? unread(table))(db, person, cards) })
  }
  const names = await namesIn(db, person)
  return [...held, { table: 'names', label: 'Where their name stands for who acted', rows: names }]
}

type Rows = Promise<Readonly<Record<string, unknown>>[]>

async function rowsOf(db: Queryable, table: string, ids: readonly string[]): Rows {
  const about = personalData[table]
  if (!about?.rows || ids.length === 0) return []
  const hidden = Object.entries(about.personal).flatMap(([column, erasure]) =>
    erasure === 'secret' || erasure === 'derived' ? [column] : [],
  )
  const rows = await db.query<{ row: Record<string, unknown> }>(
    `select to_jsonb(t) - $2::text[] as row from ${table} t where ${aboutThem(about.rows)} limit 10000`,
    [plainArray(ids), [...hidden, ...(about.files ?? [])]],
  )
  return rows.map(({ row }) => row)
}

/** How the tables are read that hold what is about many at once. */
const READ: Readonly<Record<string, (db: Queryable, person: string, cards: readonly string[]) => Rows>> = {
  batch: (db, _, cards) =>
    db.query(
      `select b.id as batch, b.number, b.bureau, b.sealed_at, line from batch b, jsonb_array_elements(b.manifest::jsonb->'orders') line
       where b.manifest is not null and b.run_id in (${RUNS_ABOUT}) and (line->>'card')::uuid = any($1::uuid[]) order by b.number`,
      [plainArray(cards)],
    ),
  sealed_photo: (db, _, cards) =>
    db.query(
      `select p.batch_id as batch, p.sha256, p.media_type, octet_length(p.bytes) as bytes
       from batch b, jsonb_array_elements(b.manifest::jsonb->'orders') line, sealed_photo p
       where b.manifest is not null and b.run_id in (${RUNS_ABOUT}) and (line->>'card')::uuid = any($1::uuid[])
         and p.batch_id = b.id and p.sha256 = line->>'photo'`,
      [plainArray(cards)],
    ),
  bureau_message: (db, _, cards) =>
    db.query(
      `select m.bureau, m.message, m.kind, m.received_at, line from bureau_message m, jsonb_array_elements(case
         when jsonb_typeof(m.body->'lines') = 'array' then m.body->'lines'
         when jsonb_typeof(m.body->'refused') = 'array' then m.body->'refused' else '[]' end) line
       where line->>'card' = any($1::text[]) order by m.received_at`,
      [cards],
    ),
  personal_key: (db, person) => db.query('select made_at, destroyed_at from personal_key where subject_id = $1', [person]),
  journal_verification: (db, person) =>
    db.query(
      'select v.id from journal_verification v where v.by_name in (select display_name from account where person_id = $1) order by v.id',
      [person],
    ),
  secret: (db, person) =>
    db.query(
      'select s.name, s.changed_at from secret s where s.changed_by in (select display_name from account where person_id = $1) order by s.name',
      [person],
    ),
}

const unread = (table: string) => (): never => {
  throw new Error(`Nothing says how an access report reads the table ${table}.`)
}

/** In how many rows their name stands for who acted, by table and column. Somebody else may be called the same. */
async function namesIn(db: Queryable, person: string): Rows {
  const found: Record<string, unknown>[] = []
  for (const [table, columns] of Object.entries(namesOfActors))
    for (const column of columns) {
      const [row] = await db.query<{ count: number }>(
        `select count(*) as count from ${table} where ${column} in (select display_name from account where person_id = $1)`,
        [person],
      )
      if (row && row.count > 0) found.push({ table, column, rows: row.count })
    }
  return found
}

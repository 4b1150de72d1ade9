import type { Queryable, Transaction } from './database.ts'

/** A bureau as far as its press goes. */
export interface Press {
  readonly id: string
  readonly name: string
  readonly label: string
  /** Since when nothing leaves for it; null while its press runs. */
  readonly stoppedAt: Date | null
  readonly stoppedWhy: string | null
}

/** Every bureau, by name. */
export async function readPresses(db: Queryable): Promise<Map<string, Press>> {
  const rows = await db.query<Press>(
    `select id, name, label, case when state = 'stopped' then changed_at end as "stoppedAt", stopped_why as "stoppedWhy" from bureau order by label, name`,
  )
  return new Map(rows.map((row) => [row.name, row]))
}

/** Whether nothing may leave for a bureau now; nobody can stop or start its press until the transaction ends. */
export async function isPressStopped(tx: Transaction, name: string): Promise<boolean> {
  const [row] = await tx.query<{ state: string }>('select state from bureau where name = $1 for share', [name])
  return row?.state === 'stopped'
}

/** Makes a bureau known, or gives it another label. Returns its id where it is new. */
export async function enterBureau(
  tx: Transaction,
  bureau: { id: string; name: string; label: string },
  now: Date,
): Promise<string | undefined> {
  const [row] = await tx.query<{ id: string; isNew: boolean }>(
    `insert into bureau (id, template, state, name, label, created_at, changed_at) values ($1, 'bureau', 'running', $2, $3, $4, $4)
     on conflict (name) do update set label = excluded.label returning id, xmax = 0 as "isNew"`,
    [bureau.id, bureau.name, bureau.label, now],
  )
  return row?.isNew ? row.id : undefined
}

export async function setStoppedWhy(tx: Transaction, ids: readonly string[], why: string | null): Promise<void> {
  await tx.query('update bureau set stopped_why = $2 where id = any($1::uuid[])', [ids, why])
}

/** Tells open pages at the commit that a press was stopped or started: what leaves, and when, is another thing then. */
export async function tellPress(tx: Transaction): Promise<void> {
  await tx.query(`select pg_notify('definitions', '')`)
}

import type { Queryable } from './database.ts'

/** One verification of the journal, and what it found. */
export interface StoredVerification {
  readonly id: string
  readonly startedAt: Date
  /** Null while it is being done. */
  readonly endedAt: Date | null
  readonly byName: string
  readonly checked: number
  readonly total: number
  readonly faults: number
  /** The first of the faults, in sentences. */
  readonly findings: readonly { readonly position: number | null; readonly entry: string | null; readonly sentence: string }[]
}

export async function insertVerification(db: Queryable, id: string, byName: string, now: Date): Promise<void> {
  await db.query('insert into journal_verification (id, started_at, by_name) values ($1, $2, $3)', [id, now, byName])
}

export async function updateVerification(db: Queryable, id: string, checked: number, total: number): Promise<void> {
  await db.query('update journal_verification set checked = $2, total = $3 where id = $1', [id, checked, total])
}

export async function endVerification(
  db: Queryable,
  id: string,
  { entries, faults, findings }: { readonly entries: number; readonly faults: number; readonly findings: StoredVerification['findings'] },
  now: Date,
): Promise<void> {
  await db.query(
    'update journal_verification set checked = $2, total = $2, faults = $3, findings = $4::jsonb, ended_at = $5 where id = $1',
    [id, entries, faults, JSON.stringify(findings), now],
  )
}

/** The newest of them; of those that have ended alone, where that is asked. */
export async function newestVerification(db: Queryable, { ended = false } = {}): Promise<StoredVerification | undefined> {
  const [found] = await db.query<StoredVerification>(
    `select id, started_at as "startedAt", ended_at as "endedAt", by_name as "byName", checked, total, faults, findings
     from journal_verification where ended_at is not null or not $1 order by id desc limit 1`,
    [ended],
  )
  return found
}

import type { Queryable } from './database.ts'

/** A key that checkpoints of the journal are signed with, or were: its public half. */
export interface StoredJournalKey {
  /** `name+hash+base64`, as signed notes have it. */
  readonly verifier: string
  readonly madeAt: Date
  /** For one that was replaced: until when it signs along, or did. */
  readonly endsAt: Date | null
}

/** Makes a public key known; one that is known stays as it is. */
export async function addJournalKey(db: Queryable, verifier: string, now: Date): Promise<void> {
  await db.query('insert into journal_key (verifier, made_at) values ($1, $2) on conflict (verifier) do nothing', [verifier, now])
}

/** The key before signs along until then; those before it no more. */
export async function endJournalKeys(db: Queryable, before: string, endsAt: Date, now: Date): Promise<void> {
  await db.query(
    `update journal_key set ends_at = case verifier when $1 then $2::timestamptz else least(ends_at, $3) end
     where verifier = $1 or ends_at is null or ends_at > $3`,
    [before, endsAt, now],
  )
}

/** Those in use first, then the newest first. */
export const readJournalKeys = (db: Queryable): Promise<StoredJournalKey[]> =>
  db.query<StoredJournalKey>(
    'select verifier, made_at as "madeAt", ends_at as "endsAt" from journal_key order by ends_at desc nulls first, made_at desc, verifier',
  )

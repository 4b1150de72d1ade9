import type { Queryable, Transaction } from './database.ts'

/** A secret as it is stored: encrypted, so that whoever has only the database has nothing. */
export interface SealedSecret {
  readonly name: string
  readonly sealed: string
}

/** What is told of a secret; it is never shown again. */
export interface SecretName {
  readonly name: string
  readonly changedAt: Date
  readonly changedBy: string
}

export async function readSealed(db: Queryable, name: string): Promise<string | undefined> {
  const [found] = await db.query<{ sealed: string }>('select sealed from secret where name = $1', [name])
  return found?.sealed
}

export async function writeSealed(db: Queryable, { name, sealed }: SealedSecret, by: string, now: Date): Promise<void> {
  await db.query(
    `insert into secret (name, sealed, changed_at, changed_by) values ($1, $2, $3, $4)
     on conflict (name) do update set sealed = excluded.sealed, changed_at = excluded.changed_at, changed_by = excluded.changed_by`,
    [name, sealed, now, by],
  )
}

/** Writes a secret that is not there yet; returns false where it is. Of two at once, the second waits for the first and finds it. */
export async function insertSealed(db: Queryable, { name, sealed }: SealedSecret, by: string, now: Date): Promise<boolean> {
  const rows = await db.query(
    'insert into secret (name, sealed, changed_at, changed_by) values ($1, $2, $3, $4) on conflict (name) do nothing returning name',
    [name, sealed, now, by],
  )
  return rows.length === 1
}

/** The same secret under another key: who entered it, and when, stays. */
export async function resealSecret(tx: Transaction, { name, sealed }: SealedSecret): Promise<void> {
  await tx.query('update secret set sealed = $2 where name = $1', [name, sealed])
}

/** Returns false where there was none. */
export async function deleteSealed(db: Queryable, name: string): Promise<boolean> {
  return (await db.query('delete from secret where name = $1 returning name', [name])).length === 1
}

/** Every secret, locked until the transaction ends. */
export const lockSealed = (tx: Transaction): Promise<SealedSecret[]> =>
  tx.query<SealedSecret>('select name, sealed from secret order by name for update')

/** One of the secrets, whichever; undefined where there is none. */
export async function anySealed(db: Queryable): Promise<SealedSecret | undefined> {
  const [found] = await db.query<SealedSecret>('select name, sealed from secret order by name limit 1')
  return found
}

export const listSecrets = (db: Queryable): Promise<SecretName[]> =>
  db.query<SecretName>('select name, changed_at as "changedAt", changed_by as "changedBy" from secret order by name')

import type { Queryable, Transaction } from './database.ts'

/** A key this installation signs with, or did: its public half. */
export interface StoredSigningKey {
  readonly id: string
  /** PEM. */
  readonly publicKey: string
  readonly madeAt: Date
  /** Null for the one in use. */
  readonly retiredAt: Date | null
}

/** Puts a key in use. The one before must have been retired, for only one can be in use. */
export async function insertSigningKey(tx: Transaction, key: { id: string; publicKey: string }, now: Date): Promise<void> {
  await tx.query('insert into signing_key (id, public_key, made_at) values ($1, $2, $3)', [key.id, key.publicKey, now])
}

/** What was signed with a retired key still verifies. */
export async function retireSigningKeys(tx: Transaction, now: Date): Promise<void> {
  await tx.query('update signing_key set retired_at = $1 where retired_at is null', [now])
}

/** The one in use, then those before it, newest first. */
export const readSigningKeys = (db: Queryable): Promise<StoredSigningKey[]> =>
  db.query<StoredSigningKey>(
    `select id, public_key as "publicKey", made_at as "madeAt", retired_at as "retiredAt" from signing_key
     order by retired_at desc nulls first, made_at desc, id`,
  )

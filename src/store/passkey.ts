import type { Queryable, Transaction } from './database.ts'

/** A passkey of an account. */
export interface Passkey {
  readonly id: string
  readonly accountId: string
  /** The id that the authenticator gave it, in base64url. */
  readonly credential: string
  readonly publicKey: Uint8Array
  /** How often it was used, as far as it counts. */
  readonly counter: number
  readonly transports: readonly string[]
  /** As its owner calls it. */
  readonly name: string
  readonly createdAt: Date
  readonly usedAt: Date | null
}

const PASSKEY = `id, account_id as "accountId", credential, public_key as "publicKey", counter, transports, name, created_at as "createdAt", used_at as "usedAt"`

/** Inserts a passkey; false where it is there already. */
export async function insertPasskey(tx: Queryable, passkey: Omit<Passkey, 'createdAt' | 'usedAt'>, now: Date): Promise<boolean> {
  const { id, accountId, credential, publicKey, counter, transports, name } = passkey
  const inserted = await tx.query(
    `insert into passkey (id, account_id, credential, public_key, counter, transports, name, created_at)
     values ($1, $2, $3, $4, $5, $6::text[], $7, $8) on conflict (credential) do nothing returning id`,
    [id, accountId, credential, Buffer.from(publicKey), counter, [...transports], name, now],
  )
  return inserted.length > 0
}

export async function passkeyByCredential(db: Queryable, credential: string): Promise<Passkey | undefined> {
  const [found] = await db.query<Passkey & Record<string, unknown>>(`select ${PASSKEY} from passkey where credential = $1`, [credential])
  return found && { ...found, counter: Number(found.counter) }
}

export async function passkeysOf(db: Queryable, accountId: string): Promise<Passkey[]> {
  return db.query<Passkey & Record<string, unknown>>(`select ${PASSKEY} from passkey where account_id = $1 order by created_at, id`, [
    accountId,
  ])
}

/** Notes the use of a passkey; false where its counter went back meanwhile, which a copy of it would do. */
export async function countPasskeyUse(tx: Transaction, id: string, counter: number, now: Date): Promise<boolean> {
  const counted = await tx.query(
    'update passkey set counter = $2, used_at = $3 where id = $1 and (counter < $2 or (counter = 0 and $2 = 0)) returning id',
    [id, counter, now],
  )
  return counted.length > 0
}

export async function renamePasskey(tx: Queryable, accountId: string, id: string, name: string): Promise<boolean> {
  return (await tx.query('update passkey set name = $3 where id = $2 and account_id = $1 returning id', [accountId, id, name])).length > 0
}

export async function deletePasskey(tx: Queryable, accountId: string, id: string): Promise<boolean> {
  return (await tx.query('delete from passkey where id = $2 and account_id = $1 returning id', [accountId, id])).length > 0
}

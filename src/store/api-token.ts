import { ACCOUNT, type Account } from './account.ts'
import type { Database, Queryable, Transaction } from './database.ts'

/** With what a program asks in the name of its account. */
export interface ApiToken {
  readonly id: string
  readonly accountId: string
  /** What people call it. */
  readonly name: string
  /** Whether it has been shown; until then nobody can use it. */
  readonly isShown: boolean
  /** The only permissions it gives; null for all that the account holds. */
  readonly only: readonly string[] | null
  /** Networks it may be used from, such as 10.0.0.0/8; empty for any. */
  readonly addresses: readonly string[]
  /** Requests a minute. */
  readonly rate: number
  readonly createdAt: Date
  /** The account that issued it. */
  readonly createdBy: string
  readonly expiresAt: Date
  readonly revokedAt: Date | null
  readonly lastUsedAt: Date | null
  readonly lastAddress: string | null
}

const TOKEN = `t.id, t.account_id as "accountId", t.name, t.hash is not null as "isShown", t.only_words as only, t.addresses, t.rate, t.created_at as "createdAt",
  t.created_by as "createdBy", t.expires_at as "expiresAt", t.revoked_at as "revokedAt", t.last_used_at as "lastUsedAt", t.last_address as "lastAddress"`

export type NewToken = Omit<ApiToken, 'isShown' | 'revokedAt' | 'lastUsedAt' | 'lastAddress'>

/** Enters a token that nobody can use yet. */
export async function insertToken(tx: Transaction, token: NewToken): Promise<void> {
  const { id, accountId, name, only, addresses, rate, createdAt, createdBy, expiresAt } = token
  await tx.query(
    `insert into api_token (id, account_id, name, only_words, addresses, rate, created_at, created_by, expires_at)
     values ($1, $2, $3, $4::text[], $5::text[], $6, $7, $8, $9)`,
    [id, accountId, name, only, addresses, rate, createdAt, createdBy, expiresAt],
  )
}

/** The tokens of an account, the newest first, also those that are over. */
export const tokensOf = (db: Queryable, accountId: string): Promise<ApiToken[]> =>
  db.query<ApiToken & Record<string, unknown>>(
    `select ${TOKEN} from api_token t where t.account_id = $1 order by t.created_at desc, t.id desc`,
    [accountId],
  )

/**
 * Gives a token its hash, if it has none: so it is shown once. Only to whoever issued it, and only since a moment. False where it is not so.
 */
export async function showToken(
  tx: Transaction,
  { id, hash, by, since }: { id: string; hash: string; by: string; since: Date },
): Promise<boolean> {
  const shown = await tx.query(
    'update api_token set hash = $2 where id = $1 and hash is null and revoked_at is null and created_by = $3 and created_at >= $4 returning id',
    [id, hash, by, since],
  )
  return shown.length > 0
}

/** Ends the tokens of these accounts, of one name or all of them. Returns the accounts that had one that was not over. */
export async function revokeTokens(tx: Transaction, accountIds: readonly string[], name: string | null, now: Date): Promise<Set<string>> {
  const rows = await tx.query<{ account_id: string }>(
    `update api_token set revoked_at = $3 where account_id = any($1::uuid[]) and ($2::text is null or name = $2) and revoked_at is null
     returning account_id`,
    [accountIds, name, now],
  )
  return new Set(rows.map((row) => row.account_id))
}

/** What is asked of a token at every request. */
export type TokenInUse = Pick<ApiToken, 'id' | 'only' | 'addresses' | 'rate' | 'lastUsedAt' | 'lastAddress'>

/** The token with this hash and its account, in one statement; neither over, nor of an account that may not sign in. */
export async function tokenInUse(db: Database, hash: string, now: Date): Promise<{ token: TokenInUse; account: Account } | undefined> {
  const [found] = await db.lookUp<Account & Omit<TokenInUse, 'id'> & { tokenId: string }>(
    `select ${ACCOUNT}, t.id as "tokenId", t.only_words as only, t.addresses, t.rate, t.last_used_at as "lastUsedAt", t.last_address as "lastAddress"
     from api_token t join account a on a.id = t.account_id
     where t.hash = $1 and t.revoked_at is null and t.expires_at > $2 and a.state = 'active' and a.kind = 'client'`,
    [hash, now],
  )
  if (!found) return undefined
  const { tokenId, only, addresses, rate, lastUsedAt, lastAddress, ...account } = found
  return { token: { id: tokenId, only, addresses, rate, lastUsedAt, lastAddress }, account }
}

export async function touchToken(db: Queryable, id: string, address: string, now: Date): Promise<void> {
  await db.query('update api_token set last_used_at = $2, last_address = $3 where id = $1', [id, now, address])
}

import { ACCOUNT, type Account } from './account.ts'
import type { Database, Queryable, Transaction } from './database.ts'

/** A session as it is stored: known by the hash of its token, which only the cookie has. */
export interface NewSession {
  readonly hash: string
  readonly accountId: string
  readonly csrf: string
  readonly expiresAt: Date
}

export interface OpenSession {
  readonly account: Account
  readonly csrf: string
  readonly usedAt: Date
}

export async function insertSession(tx: Transaction, { hash, accountId, csrf, expiresAt }: NewSession, now: Date): Promise<void> {
  await tx.query('insert into session (hash, account_id, csrf, created_at, used_at, expires_at) values ($1, $2, $3, $4, $4, $5)', [
    hash,
    accountId,
    csrf,
    now,
    expiresAt,
  ])
}

/** The session with this hash and its account, in one statement, for it is asked at every request; neither over, nor idle since `idleSince`. */
export async function openSession(db: Database, hash: string, now: Date, idleSince: Date): Promise<OpenSession | undefined> {
  const [found] = await db.lookUp<Account & { csrf: string; usedAt: Date }>(
    `select ${ACCOUNT}, s.csrf, s.used_at as "usedAt" from session s join account a on a.id = s.account_id
     where s.hash = $1 and s.expires_at > $2 and s.used_at > $3 and a.state = 'active'`,
    [hash, now, idleSince],
  )
  if (!found) return undefined
  const { csrf, usedAt, ...account } = found
  return { account, csrf, usedAt }
}

export async function touchSession(db: Queryable, hash: string, now: Date): Promise<void> {
  await db.query('update session set used_at = $2 where hash = $1 and used_at < $2', [hash, now])
}

export async function deleteSession(db: Queryable, hash: string): Promise<void> {
  await db.query('delete from session where hash = $1', [hash])
}

/** Ends every session of these accounts. */
export async function deleteSessionsOf(tx: Transaction, accountIds: readonly string[]): Promise<void> {
  await tx.query('delete from session where account_id = any($1::uuid[])', [accountIds])
}

/** Deletes the sessions of an account that are over or idle since `idleSince`. */
export async function deleteOldSessions(tx: Transaction, accountId: string, now: Date, idleSince: Date): Promise<void> {
  await tx.query('delete from session where account_id = $1 and (expires_at <= $2 or used_at <= $3)', [accountId, now, idleSince])
}

/** Deletes every session that is over or idle since `idleSince`. */
export async function deleteEveryOldSession(db: Queryable, now: Date, idleSince: Date): Promise<void> {
  await db.query('delete from session where expires_at <= $1 or used_at <= $2', [now, idleSince])
}

import { ACCOUNT, type Account } from './account.ts'
import type { Database, Queryable, Transaction } from './database.ts'

/** What is still asked of whoever signed in before the session is good for anything. */
export type Stage = 'open' | 'second-factor' | 'set-up'

/** A session as it is stored: known by the hash of its token, which only the cookie has. */
export interface NewSession {
  readonly id: string
  readonly hash: string
  readonly accountId: string
  readonly csrf: string
  readonly stage: Stage
  /** How they signed in: `a password`. */
  readonly way: string
  /** The browser, in words. */
  readonly agent: string
  readonly address: string
  readonly expiresAt: Date
}

export interface OpenSession {
  readonly id: string
  readonly account: Account
  readonly csrf: string
  readonly stage: Stage
  readonly usedAt: Date
  readonly renewedAt: Date
  readonly provedAt: Date
  /** True where the token is the one before, which counts for a moment, and until the new one was seen. */
  readonly isFormer: boolean
  /** Whether the browser has brought its newest token yet. */
  readonly tokenSeen: boolean
}

/** A session of one's own, as a list shows it. */
export interface ListedSession {
  readonly id: string
  readonly way: string
  readonly agent: string
  readonly address: string
  readonly createdAt: Date
  readonly usedAt: Date
}

export async function insertSession(tx: Transaction, session: NewSession, now: Date): Promise<void> {
  const { id, hash, accountId, csrf, stage, way, agent, address, expiresAt } = session
  await tx.query(
    `insert into session (id, hash, account_id, csrf, stage, way, agent, address, created_at, used_at, renewed_at, proved_at, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, $9, $9, $10)`,
    [id, hash, accountId, csrf, stage, way, agent, address, now, expiresAt],
  )
}

type Found = Account & Omit<OpenSession, 'id' | 'account'> & { sessionId: string; ended: string | null }

/**
 * The session with this hash and its account, in one statement, for it is asked at every request; neither over, nor idle since `idleSince`.
 * Of one that somebody ended, only why. The token before the newest counts where it was
 * renewed since `formerSince`, and until the newest was seen.
 */
export async function openSession(
  db: Database,
  hash: string,
  now: Date,
  { idleSince, formerSince }: { idleSince: Date; formerSince: Date },
): Promise<OpenSession | { ended: string } | undefined> {
  const [found] = await db.lookUp<Found>(
    `select ${ACCOUNT}, s.id as "sessionId", s.csrf, s.stage, s.used_at as "usedAt", s.renewed_at as "renewedAt", s.proved_at as "provedAt",
       s.hash <> $1 as "isFormer", s.token_seen as "tokenSeen", s.ended_why as ended
     from session s join account a on a.id = s.account_id
     where (s.hash = $1 or (s.former_hash = $1 and (s.renewed_at > $4 or not s.token_seen))) and s.expires_at > $2 and s.used_at > $3
       and (a.state = 'active' or s.ended_why is not null)`,
    [hash, now, idleSince, formerSince],
  )
  if (!found) return undefined
  const { sessionId, csrf, stage, usedAt, renewedAt, provedAt, isFormer, tokenSeen, ended, ...account } = found
  if (ended !== null) return { ended }
  return { id: sessionId, account, csrf, stage, usedAt, renewedAt, provedAt, isFormer, tokenSeen }
}

export async function touchSession(db: Queryable, id: string, now: Date): Promise<void> {
  await db.query('update session set used_at = $2 where id = $1 and used_at < $2', [id, now])
}

/** The browser has its newest token: the one before is good for nothing any more, but for requests that are under way. */
export async function sawToken(db: Queryable, id: string): Promise<void> {
  await db.query('update session set token_seen = true where id = $1 and not token_seen', [id])
}

/** Gives a session another token. False where another request did so meanwhile. */
export async function renewToken(db: Queryable, id: string, from: Date, hash: string, now: Date): Promise<boolean> {
  const renewed = await db.query(
    `update session set former_hash = case when token_seen then hash else former_hash end, hash = $3, token_seen = false, renewed_at = $4, used_at = $4
     where id = $1 and renewed_at = $2 and ended_at is null returning id`,
    [id, from, hash, now],
  )
  return renewed.length > 0
}

/**
 * Notes that the person of a session proved who they are: with another token, with what is asked of them next, and with another way or
 * another end where these are given.
 */
export async function proveSession(
  tx: Queryable,
  id: string,
  { hash, stage, way, expiresAt }: { hash: string; stage: Stage; way: string | null; expiresAt: Date | null },
  now: Date,
): Promise<void> {
  await tx.query(
    `update session set hash = $2, former_hash = null, token_seen = true, renewed_at = $5, proved_at = $5, used_at = $5, stage = $3, way = coalesce($4, way),
       expires_at = coalesce($6, expires_at)
     where id = $1 and ended_at is null`,
    [id, hash, stage, way, now, expiresAt],
  )
}

export async function deleteSession(db: Queryable, hash: string): Promise<void> {
  await db.query('delete from session where hash = $1 or former_hash = $1', [hash])
}

/** Ends every session of these accounts but the one named. `why` is told to whoever comes with it: `the password was changed`. */
export async function endSessionsOf(
  tx: Queryable,
  accountIds: readonly string[],
  why: string,
  now: Date,
  besides: string | null = null,
): Promise<number> {
  const ended = await tx.query(
    `update session set ended_at = $3, ended_why = $2 where account_id = any($1::uuid[]) and ended_at is null and id is distinct from $4::uuid returning id`,
    [accountIds, why, now, besides],
  )
  return ended.length
}

/** Ends one session of an account; false where it has none of this id. */
export async function endSession(tx: Queryable, accountId: string, id: string, why: string, now: Date): Promise<boolean> {
  const ended = await tx.query(
    'update session set ended_at = $4, ended_why = $3 where account_id = $1 and id = $2 and ended_at is null returning id',
    [accountId, id, why, now],
  )
  return ended.length > 0
}

/** The sessions of an account that go on, the last used first. */
export async function sessionsOf(db: Queryable, accountId: string, now: Date, idleSince: Date): Promise<ListedSession[]> {
  return db.query<ListedSession & Record<string, unknown>>(
    `select id, way, agent, address, created_at as "createdAt", used_at as "usedAt" from session
     where account_id = $1 and ended_at is null and expires_at > $2 and used_at > $3 order by used_at desc, id`,
    [accountId, now, idleSince],
  )
}

/** Deletes the sessions of an account that are over or idle since `idleSince`. */
export async function deleteOldSessions(tx: Transaction, accountId: string, now: Date, idleSince: Date): Promise<void> {
  await tx.query('delete from session where account_id = $1 and (expires_at <= $2 or used_at <= $3)', [accountId, now, idleSince])
}

/** Deletes every session that is over or idle since `idleSince`. */
export async function deleteEveryOldSession(db: Queryable, now: Date, idleSince: Date): Promise<void> {
  await db.query('delete from session where expires_at <= $1 or used_at <= $2', [now, idleSince])
}

import { sha256 } from '../kit/hash.ts'
import type { FillRandom } from '../kit/id.ts'
import type { Account } from '../store/account.ts'
import type { Database, Queryable, Transaction } from '../store/database.ts'
import { deleteEveryOldSession, deleteOldSessions, deleteSession, insertSession, openSession, touchSession } from '../store/session.ts'

const MINUTE = 60_000

/** A session that nobody uses for eight hours is over. */
export const IDLE_LIMIT = 8 * 60 * MINUTE
/** After a day everyone signs in again. */
export const ABSOLUTE_LIMIT = 24 * 60 * MINUTE

/** Who asks, and the token that each of their changes must bring along. */
export interface Session {
  readonly account: Account
  readonly csrf: string
}

/** Opens a session in the transaction of a sign-in. The token itself is kept nowhere: what is stored is its hash. */
export async function openSessionFor(
  tx: Transaction,
  accountId: string,
  chance: FillRandom,
  now: Date,
): Promise<{ token: string; csrf: string }> {
  const [token, csrf] = [secret(chance), secret(chance)]
  await deleteOldSessions(tx, accountId, now, idleSince(now))
  await insertSession(tx, { hash: sha256(token), accountId, csrf, expiresAt: new Date(now.getTime() + ABSOLUTE_LIMIT) }, now)
  return { token, csrf }
}

/** The session of a token; undefined where there is none, where it is over, and where its account was disabled. */
export async function sessionOf(db: Database, token: string, now: Date): Promise<Session | undefined> {
  const hash = sha256(token)
  const session = await openSession(db, hash, now, idleSince(now))
  if (!session) return undefined
  const { account, csrf, usedAt } = session
  if (now.getTime() - usedAt.getTime() >= MINUTE) await touchSession(db, hash, now)
  return { account, csrf }
}

/** Ends the session of a token; nothing happens where there is none. */
export const signOut = (db: Queryable, token: string): Promise<void> => deleteSession(db, sha256(token))

/** Forgets every session that has ended by itself. */
export const sweepSessions = (db: Queryable, now: Date): Promise<void> => deleteEveryOldSession(db, now, idleSince(now))

const idleSince = (now: Date): Date => new Date(now.getTime() - IDLE_LIMIT)

/** 256 bits of chance, fit for a cookie. */
function secret(chance: FillRandom): string {
  const bytes = new Uint8Array(32)
  chance(bytes)
  return Buffer.from(bytes).toString('base64url')
}

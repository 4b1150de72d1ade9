import { sha256 } from '../kit/hash.ts'
import type { Account } from '../store/account.ts'
import type { Queryable, Transaction } from '../store/database.ts'
import {
  deleteEveryOldSession,
  deleteOldSessions,
  deleteSession,
  insertSession,
  openSession,
  proveSession,
  renewToken,
  type Stage,
  sawToken,
  touchSession,
} from '../store/session.ts'
import { type SessionLimits, type SignInWorld, someToken, type Whence } from './sign-in-world.ts'

const MINUTE = 60_000

/** A session that nobody uses for eight hours is over, unless an option says otherwise. */
export const IDLE_LIMIT = 8 * 60 * MINUTE
/** After a day everyone signs in again, unless an option says otherwise. */
export const ABSOLUTE_LIMIT = 24 * 60 * MINUTE
const LIMITS: SessionLimits = { idle: IDLE_LIMIT, longest: ABSOLUTE_LIMIT }

/** Whoever has still to give a second factor, or to set one up, does so soon. */
const PENDING_LIMIT: Readonly<Record<Stage, number>> = {
  open: Number.POSITIVE_INFINITY,
  'second-factor': 10 * MINUTE,
  'set-up': 60 * MINUTE,
}

/** A token lives for an hour; the one before counts for a minute more, for requests that were under way, and until the new one is used. */
const TOKEN_LIMIT = 60 * MINUTE
const FORMER_LIMIT = MINUTE

/** Who asks, and the token that each of their changes must bring along. */
export interface Session {
  readonly id: string
  readonly account: Account
  readonly csrf: string
  readonly stage: Stage
  /** When they last proved who they are. */
  readonly provedAt: Date
}

/** A session with its new token, where it has got one. */
export interface RenewedSession extends Session {
  readonly renewed?: string
}

/** Opens a session in the transaction of a sign-in. The token itself is kept nowhere: what is stored is its hash. */
export async function openSessionFor(
  tx: Transaction,
  world: SignInWorld,
  { accountId, stage, way, whence }: { accountId: string; stage: Stage; way: string; whence: Whence },
): Promise<{ id: string; token: string; csrf: string }> {
  const now = world.clock.now()
  const [id, token, csrf] = [world.newId(), someToken(world), someToken(world)]
  await deleteOldSessions(tx, accountId, now, idleSince(world, now))
  const hash = sha256(token)
  await insertSession(tx, { id, hash, accountId, csrf, stage, way, ...whence, expiresAt: endOf(world, stage, now) }, now)
  return { id, token, csrf }
}

/**
 * The session of a token; undefined where there is none, where it is over, and where its account was disabled. Of one that somebody ended,
 * why. Now and then it has got a new token, which counts from now on.
 */
export async function sessionOf(world: SignInWorld, token: string): Promise<RenewedSession | { readonly ended: string } | undefined> {
  const now = world.clock.now()
  const limits = { idleSince: idleSince(world, now), formerSince: new Date(now.getTime() - FORMER_LIMIT) }
  const found = await openSession(world.db, sha256(token), now, limits)
  if (!found || 'ended' in found) return found
  const { usedAt, renewedAt, isFormer, tokenSeen, ...session } = found
  if (!isFormer && !tokenSeen) await sawToken(world.db, session.id)
  // Whoever comes with the token before the newest after a while never got that one.
  if (now.getTime() - renewedAt.getTime() >= (isFormer ? FORMER_LIMIT : TOKEN_LIMIT)) {
    const renewed = someToken(world)
    return (await renewToken(world.db, session.id, renewedAt, sha256(renewed), now)) ? { ...session, renewed } : session
  }
  if (now.getTime() - usedAt.getTime() >= MINUTE) await touchSession(world.db, session.id, now)
  return session
}

/** Notes that the person of a session proved who they are once more; from then on it has another token, which is answered. */
export async function proved(
  tx: Queryable,
  world: SignInWorld,
  session: Pick<Session, 'id' | 'stage'>,
  { stage, way = null }: { stage: Stage; way?: string | null },
): Promise<string> {
  const now = world.clock.now()
  const token = someToken(world)
  const expiresAt = session.stage === stage ? null : endOf(world, stage, now)
  await proveSession(tx, session.id, { hash: sha256(token), stage, way, expiresAt }, now)
  return token
}

/** Ends the session of a token; nothing happens where there is none. */
export const signOut = (db: Queryable, token: string): Promise<void> => deleteSession(db, sha256(token))

/** Forgets every session that has ended by itself. */
export const sweepSessions = (world: SignInWorld): Promise<void> => {
  const now = world.clock.now()
  return deleteEveryOldSession(world.db, now, idleSince(world, now))
}

/** Since when a session must have been used to be alive. */
export const idleSince = ({ limits = LIMITS }: SignInWorld, now: Date): Date => new Date(now.getTime() - limits.idle)

const endOf = ({ limits = LIMITS }: SignInWorld, stage: Stage, now: Date): Date =>
  new Date(now.getTime() + Math.min(limits.longest, PENDING_LIMIT[stage]))

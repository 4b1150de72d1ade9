import { type Actor, everywhere } from '../engine/permit.ts'
import { actorOf, heldOn, SYSTEM_ROLE } from '../identity/actor.ts'
import { accountById } from '../store/account.ts'
import type { Queryable } from '../store/database.ts'
import type { StoredRun } from '../store/run.ts'

/** Who began a run, as the journal names them. What they may do was asked when they began. */
export const whoBegan = (run: StoredRun): Actor => ({
  kind: run.actorKind,
  id: run.actorId,
  name: run.actorName,
  grants: [],
  ...(run.actorAddress !== null && { address: run.actorAddress }),
})

/** The same with what they were granted up to now, for a leg that asks anew what they may do: a disabled account holds nothing. */
export async function whoBeganNow(db: Queryable, run: StoredRun, now: Date): Promise<Actor> {
  if (run.actorId === null) return { ...whoBegan(run), grants: everywhere(SYSTEM_ROLE) }
  const account = await accountById(db, run.actorId)
  return account ? { ...whoBegan(run), ...actorOf(account, now) } : whoBegan(run)
}

/**
 * An actor as of a revision of the definitions. Every grant and every withdrawal makes a new one, so whoever was read at an older is read
 * anew here, in the transaction that asks: what was withdrawn a moment ago is gone.
 */
export async function actorAt(db: Queryable, actor: Actor, revision: number, now: Date): Promise<Actor> {
  if (actor.asOf === undefined || actor.asOf === revision || actor.id === null) return actor
  const account = await accountById(db, actor.id)
  return { ...actor, grants: account ? heldOn(account.grants, now) : [], asOf: revision }
}

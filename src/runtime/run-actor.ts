import type { Actor } from '../engine/permit.ts'
import { actorOf, SYSTEM_ROLE } from '../identity/actor.ts'
import { accountById } from '../store/account.ts'
import type { Queryable } from '../store/database.ts'
import type { StoredRun } from '../store/run.ts'

/** Who began a run, as the journal names them. What they may do was asked when they began. */
export const whoBegan = (run: StoredRun): Actor => ({ kind: run.actorKind, id: run.actorId, name: run.actorName, roles: [] })

/** The same with the roles they hold now, for a leg that asks anew what they may do: a disabled account holds none. */
export async function whoBeganNow(db: Queryable, run: StoredRun): Promise<Actor> {
  if (run.actorId === null) return { ...whoBegan(run), roles: [SYSTEM_ROLE] }
  const account = await accountById(db, run.actorId)
  return account ? actorOf(account) : whoBegan(run)
}

import { roles } from '../catalog/roles.ts'
import type { Actor } from '../engine/permit.ts'
import { type Refusal, refuse } from '../engine/refusal.ts'
import type { Clock } from '../kit/clock.ts'
import type { NewId } from '../kit/id.ts'
import { type Account, insertAccount } from '../store/account.ts'
import type { Database } from '../store/database.ts'
import { appendEntries, entryBy } from '../store/journal.ts'
import { SYSTEM_ROLE } from './actor.ts'
import { hashPassword } from './password.ts'

export interface NewAccount {
  /** The sign-in name. */
  readonly name: string
  readonly displayName: string
  /** Without one the account exists, and nobody can sign in with it. */
  readonly password?: string
  readonly roles: readonly string[]
  /** The user it belongs to, where there is one. */
  readonly personId?: string
}

/**
 * Creates an account, which can sign in where it is given a password. Refuses a sign-in name that is taken, whatever its capitals, and a
 * role that does not exist or that no person can hold. `actor` is who the journal says created it.
 */
export async function createAccount(
  { db, clock, newId }: { db: Database; clock: Clock; newId: NewId },
  actor: Actor,
  { password, personId, ...given }: NewAccount,
): Promise<Account | Refusal> {
  const stranger = given.roles.find((name) => name === SYSTEM_ROLE || !roles.some((role) => role.name === name))
  if (stranger !== undefined)
    return refuse('no_such_role', `A person cannot hold the role "${stranger}". Nothing was changed.`, `Choose among ${heldByPeople()}.`)

  const account: Account = { ...given, name: given.name.trim(), id: newId(), personId: personId ?? null }
  const passwordHash = password === undefined ? null : await hashPassword(password)
  const now = clock.now()
  const inserted = await db.transaction(async (tx) => {
    if (!(await insertAccount(tx, { ...account, passwordHash }, now))) return false
    const facts = { account: account.id, roles: account.roles, why: 'An account was created.' }
    await appendEntries(tx, [entryBy(actor, now, newId(), { kind: 'other', facts })])
    return true
  })
  return inserted
    ? account
    : refuse('account_exists', 'Another account has this sign-in name. Nothing was changed.', 'Choose another sign-in name.')
}

const heldByPeople = (): string =>
  roles
    .filter((role) => role.name !== SYSTEM_ROLE)
    .map((role) => role.name)
    .join(', ')

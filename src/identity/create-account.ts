import { account as template } from '../catalog/objects/account.ts'
import { roles } from '../catalog/roles.ts'
import { createAccount as useCase } from '../catalog/use-cases/create-account.ts'
import { type Actor, everywhere } from '../engine/permit.ts'
import { type Refusal, refuse } from '../engine/refusal.ts'
import type { Clock } from '../kit/clock.ts'
import type { NewId } from '../kit/id.ts'
import { type Account, accountById, insertAccount } from '../store/account.ts'
import type { Database, Transaction } from '../store/database.ts'
import { appendEntries, entryBy } from '../store/journal.ts'
import { insertGrants } from '../store/role-grant.ts'
import { SYSTEM_ROLE } from './actor.ts'
import { hashPassword } from './password.ts'

/** An account that an installation begins with, or that a seed makes; later ones come by the use case *Create account*. */
export interface FirstAccount {
  /** The sign-in name. */
  readonly name: string
  readonly displayName: string
  /** Without one the account exists, and nobody can sign in with it. */
  readonly password?: string
  /** Held for everybody's objects. */
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
  { password, ...given }: FirstAccount,
): Promise<Account | Refusal> {
  const id = newId()
  const passwordHash = password === undefined ? null : await hashPassword(password)
  const refusal = await db.transaction((tx) => insertFirstAccount(tx, { clock, newId }, actor, { ...given, id, passwordHash }))
  if (refusal) return refusal
  const account = await accountById(db, id)
  if (!account) throw new Error('An account that was created is not there.')
  return account
}

/** The same in a transaction, for an id and the hash of a password. */
export async function insertFirstAccount(
  tx: Transaction,
  { clock, newId }: { clock: Clock; newId: NewId },
  actor: Actor,
  { id, passwordHash, personId, ...given }: Omit<FirstAccount, 'password'> & { readonly id: string; readonly passwordHash: string | null },
): Promise<Refusal | undefined> {
  const stranger = given.roles.find((name) => name === SYSTEM_ROLE || !roles.some((role) => role.name === name))
  if (stranger !== undefined)
    return refuse('no_such_role', `A person cannot hold the role "${stranger}". Nothing was changed.`, `Choose among ${heldByPeople()}.`)

  const [name, displayName, now] = [given.name.trim(), given.displayName, clock.now()]
  const account = { id, kind: 'person', name, displayName, email: null, personId: personId ?? null, passwordHash, state: 'active' } as const
  if (!(await insertAccount(tx, account, now)))
    return refuse('account_exists', 'Another account has this sign-in name. Nothing was changed.', 'Choose another sign-in name.')
  await insertGrants(
    tx,
    everywhere(...given.roles).map((grant) => ({ ...grant, until: null, id: newId(), accountId: id, grantedBy: actor.id, grantedAt: now })),
  )
  const told = { useCase: useCase.symbol, template: template.name, objectId: id }
  await appendEntries(tx, [
    entryBy(actor, now, newId(), { ...told, kind: 'created', to: template.initial }),
    entryBy(actor, now, newId(), { ...told, kind: 'moved', from: template.initial, to: 'active', facts: { roles: given.roles } }),
  ])
  return undefined
}

const heldByPeople = (): string =>
  roles
    .filter((role) => role.name !== SYSTEM_ROLE)
    .map((role) => role.name)
    .join(', ')

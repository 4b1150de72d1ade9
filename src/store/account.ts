import type { Queryable, Transaction } from './database.ts'

/** Who signs in, as far as others need to know: never the password, never how often it was mistyped. */
export interface Account {
  readonly id: string
  /** The sign-in name. */
  readonly name: string
  readonly displayName: string
  /** The user it belongs to, where there is one. */
  readonly personId: string | null
  readonly roles: readonly string[]
}

/** An account with what decides whether a sign-in succeeds. */
export interface AccountAtSignIn extends Account {
  readonly passwordHash: string | null
  readonly disabled: boolean
  readonly lockedUntil: Date | null
}

/** The columns of an account `a`, under the names of `Account`. */
export const ACCOUNT = 'a.id, a.name, a.display_name as "displayName", a.person_id as "personId", a.roles'

/** Finds an account by its sign-in name, whatever its capitals. */
export async function accountByName(db: Queryable, name: string): Promise<AccountAtSignIn | undefined> {
  const [found] = await db.query<AccountAtSignIn>(
    `select ${ACCOUNT}, a.password_hash as "passwordHash", a.disabled, a.locked_until as "lockedUntil" from account a where lower(a.name) = lower($1)`,
    [name],
  )
  return found
}

/** The account with this id, with the roles it holds now; undefined where it is gone or disabled. */
export async function accountById(db: Queryable, id: string): Promise<Account | undefined> {
  const [found] = await db.query<Account>(`select ${ACCOUNT} from account a where a.id = $1 and not a.disabled`, [id])
  return found
}

/** Inserts an account; false where its sign-in name is taken. */
export async function insertAccount(
  tx: Transaction,
  account: Account & { readonly passwordHash: string | null },
  now: Date,
): Promise<boolean> {
  const inserted = await tx.query(
    `insert into account (id, name, display_name, person_id, password_hash, roles, created_at) values ($1, $2, $3, $4, $5, $6::text[], $7)
     on conflict do nothing returning id`,
    [account.id, account.name, account.displayName, account.personId, account.passwordHash, account.roles, now],
  )
  return inserted.length > 0
}

/**
 * Forgets the failures of an account whose password was right. False where it may not sign in after all: disabled, locked, or given
 * another password while this one was checked. Of many guesses at once, those that come behind the lock fail here.
 */
export async function acceptSignIn(tx: Transaction, { id, passwordHash }: AccountAtSignIn, now: Date): Promise<boolean> {
  const accepted = await tx.query(
    `update account set failures = 0, locked_until = null
     where id = $1 and password_hash = $2 and not disabled and (locked_until is null or locked_until <= $3) returning id`,
    [id, passwordHash, now],
  )
  return accepted.length > 0
}

/**
 * Counts a wrong password. From the `tolerated`th on, the account is locked for `seconds`, twice as long with each further failure, and
 * never longer than `most` seconds. What is tried while it is locked does not count. Without an account it takes as long, and counts nothing.
 */
export async function countFailure(
  tx: Transaction,
  id: string | null,
  lock: { tolerated: number; seconds: number; most: number },
  now: Date,
): Promise<void> {
  await tx.query(
    `update account set failures = failures + 1,
       locked_until = case when failures + 1 >= $3 then $2::timestamptz + least($4 * power(2, least(failures + 1 - $3, 30)), $5) * interval '1 second' end
     where id = $1 and (locked_until is null or locked_until <= $2)`,
    [id, now, lock.tolerated, lock.seconds, lock.most],
  )
}

/** Whether anybody can sign in at all. */
export async function hasAccounts(db: Queryable): Promise<boolean> {
  const [found] = await db.query<{ any: boolean }>('select exists (select 1 from account) as any')
  return found?.any === true
}

import type { Grant } from '../engine/permit.ts'
import type { Queryable, Transaction } from './database.ts'

/** Who signs in, as far as others need to know: never the password, never how often it was mistyped. */
export interface Account {
  readonly id: string
  /** A person signs in; a client is a program with a token. */
  readonly kind: 'person' | 'client'
  /** The sign-in name. */
  readonly name: string
  readonly displayName: string
  /** The user it belongs to, where there is one. */
  readonly personId: string | null
  /** What it was granted, also what has run out. */
  readonly grants: readonly AccountGrant[]
  /** The revision of the definitions that the grants were read at. */
  readonly asOf: number
}

/** A grant with its last day, as 2027-03-31; null without an end. */
export interface AccountGrant extends Grant {
  readonly until: string | null
}

/** An account with what decides whether a sign-in succeeds. */
export interface AccountAtSignIn extends Account {
  readonly passwordHash: string | null
  readonly disabled: boolean
  readonly lockedUntil: Date | null
  readonly hasTotp: boolean
  readonly hasPasskey: boolean
}

/** The columns of an account `a`, under the names of `Account`. */
export const ACCOUNT = `a.id, a.kind, a.name, a.display_name as "displayName", a.person_id as "personId",
  coalesce((select jsonb_agg(jsonb_build_object('role', g.role, 'scope', g.scope, 'unit', g.unit, 'until', g.until) order by g.role, g.scope, g.unit)
    from role_grant g where g.account_id = a.id), '[]') as grants,
  (select revision from definition_revision) as "asOf"`

const AT_SIGN_IN = `${ACCOUNT}, a.password_hash as "passwordHash", a.state <> 'active' as disabled, a.locked_until as "lockedUntil",
  a.totp_since is not null as "hasTotp", exists (select from passkey p where p.account_id = a.id) as "hasPasskey"`

/** Finds an account by its sign-in name, whatever its capitals. */
export async function accountByName(db: Queryable, name: string): Promise<AccountAtSignIn | undefined> {
  const [found] = await db.query<AccountAtSignIn>(`select ${AT_SIGN_IN} from account a where lower(a.name) = lower($1)`, [name])
  return found
}

/** The account with this id, in whatever state. */
export async function accountAtSignIn(db: Queryable, id: string): Promise<AccountAtSignIn | undefined> {
  const [found] = await db.query<AccountAtSignIn>(`select ${AT_SIGN_IN} from account a where a.id = $1`, [id])
  return found
}

/** An account as those must know it who write to its person: also one that is not active. */
export interface AccountContact {
  readonly id: string
  readonly name: string
  readonly displayName: string
  readonly email: string | null
  readonly state: string
}

export async function accountContacts(db: Queryable, ids: readonly string[]): Promise<AccountContact[]> {
  return db.query<AccountContact & Record<string, unknown>>(
    'select id, name, display_name as "displayName", email, state from account where id = any($1::uuid[])',
    [ids],
  )
}

/** The accounts of people that this is the e-mail address of, whatever its capitals. */
export async function accountsByEmail(db: Queryable, email: string): Promise<AccountContact[]> {
  return db.query<AccountContact & Record<string, unknown>>(
    `select id, name, display_name as "displayName", email, state from account where lower(email) = lower($1) and kind = 'person' limit 2`,
    [email],
  )
}

export async function writePassword(tx: Transaction, id: string, passwordHash: string | null): Promise<void> {
  await tx.query('update account set password_hash = $2, failures = 0, locked_until = null where id = $1', [id, passwordHash])
}

/** The account with this id, with its grants; undefined where it is gone or not active. */
export async function accountById(db: Queryable, id: string): Promise<Account | undefined> {
  const [found] = await db.query<Account>(`select ${ACCOUNT} from account a where a.id = $1 and a.state = 'active'`, [id])
  return found
}

/** A person as accounts see them. */
export interface Self {
  readonly personId: string | null
  /** Every account of theirs, also those that are not active. */
  readonly accounts: readonly string[]
}

/** Whose account this is, and what other accounts they have. An account that belongs to no user stands for itself. */
export async function selfOf(db: Queryable, accountId: string): Promise<Self> {
  const [found] = await db.query<Self & Record<string, unknown>>(
    `select a.person_id as "personId", array(select b.id::text from account b where b.id = a.id or b.person_id = a.person_id) as accounts
     from account a where a.id = $1`,
    [accountId],
  )
  return found ?? { personId: null, accounts: [accountId] }
}

/** Where each of these accounts gets its mail: its own address, else that of its user. Those that have none, or are not active, are left out. */
export async function addressesOf(db: Queryable, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await db.query<{ id: string; address: string }>(
    `select a.id, coalesce(nullif(a.email, ''), p.email) as address from account a left join person p on p.id = a.person_id
     where a.id = any($1::uuid[]) and a.state = 'active' and coalesce(nullif(a.email, ''), p.email) is not null`,
    [ids],
  )
  return new Map(rows.map((row) => [row.id, row.address]))
}

/** What an account begins as. */
export interface NewAccount {
  readonly id: string
  readonly kind: Account['kind']
  readonly name: string
  readonly displayName: string
  readonly email: string | null
  readonly personId: string | null
  readonly passwordHash: string | null
  readonly state: string
}
/** The accounts that belong to a person, also those that are disabled. */
export const accountsOfPerson = (db: Queryable, personId: string): Promise<Account[]> =>
  db.query<Account>(`select ${ACCOUNT} from account a where a.person_id = $1 order by a.id`, [personId])

/** Inserts an account; false where its sign-in name is taken. */
export async function insertAccount(tx: Transaction, account: NewAccount, now: Date): Promise<boolean> {
  const { id, kind, name, displayName, email, personId, passwordHash, state } = account
  const inserted = await tx.query(
    `insert into account (id, template, kind, state, name, display_name, email, person_id, holder_unit, password_hash, created_at, changed_at)
     values ($1, 'account', $2, $3, $4, $5, $6, $7, (select unit from person where id = $7), $8, $9, $9) on conflict do nothing returning id`,
    [id, kind, state, name, displayName, email, personId, passwordHash, now],
  )
  return inserted.length > 0
}

/**
 * May an account sign in, now that its person gave what was right? Not where it is disabled, locked, or was given another password while
 * this one was checked. Of many guesses at once, those that come behind the lock fail here. Its failures are forgotten where nothing more is
 * asked (`isWhole`); else a second factor could be guessed forever by whoever knows the password.
 */
export async function acceptSignIn(
  tx: Transaction,
  { id, passwordHash }: Pick<AccountAtSignIn, 'id' | 'passwordHash'>,
  isWhole: boolean,
  now: Date,
): Promise<boolean> {
  const accepted = await tx.query(
    `update account set failures = case when $4 then 0 else failures end, locked_until = case when $4 then null else locked_until end
     where id = $1 and password_hash is not distinct from $2 and state = 'active' and (locked_until is null or locked_until <= $3) returning id`,
    [id, passwordHash, now, isWhole],
  )
  return accepted.length > 0
}

/** Forgets the failures of accounts. Returns those that were locked, or had any. */
export async function unlockAccounts(tx: Transaction, ids: readonly string[]): Promise<Set<string>> {
  const rows = await tx.query<{ id: string }>(
    'update account set failures = 0, locked_until = null where id = any($1::uuid[]) and (failures > 0 or locked_until is not null) returning id',
    [ids],
  )
  return new Set(rows.map(({ id }) => id))
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

/** What these accounts are called. */
export async function namesOfAccounts(db: Queryable, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await db.query<{ id: string; name: string }>('select id, display_name as name from account where id = any($1::uuid[])', [
    ids,
  ])
  return new Map(rows.map(({ id, name }) => [id, name]))
}

import type { Queryable, Transaction } from './database.ts'

/** Which factors an account has, locked until the transaction ends. */
export interface Factors {
  readonly hasPassword: boolean
  readonly totpSince: Date | null
  readonly passkeys: number
  /** Recovery codes that were not used yet. */
  readonly recoveryCodes: number
  readonly links: number
}

const FACTORS = `select a.password_hash is not null as "hasPassword", a.totp_since as "totpSince",
  (select count(*) from passkey p where p.account_id = a.id) as passkeys,
  (select count(*) from recovery_code r where r.account_id = a.id and r.used_at is null) as "recoveryCodes",
  (select count(*) from account_link l where l.account_id = a.id) as links
  from account a where a.id = $1`

export async function factorsOf(db: Queryable, accountId: string): Promise<Factors> {
  const [found] = await db.query<Factors & Record<string, unknown>>(FACTORS, [accountId])
  if (!found) throw new Error(`There is no account ${accountId}.`)
  return counted(found)
}

export async function lockFactors(tx: Transaction, accountId: string): Promise<Factors> {
  const [found] = await tx.query<Factors & Record<string, unknown>>(`${FACTORS} for update of a`, [accountId])
  if (!found) throw new Error(`There is no account ${accountId}.`)
  return counted(found)
}

const counted = (found: Factors): Factors => ({
  hasPassword: found.hasPassword,
  totpSince: found.totpSince,
  passkeys: Number(found.passkeys),
  recoveryCodes: Number(found.recoveryCodes),
  links: Number(found.links),
})

/** Notes since when an account has an authenticator app, or with null that it has none. */
export async function writeTotpSince(tx: Transaction, accountId: string, since: Date | null, step: number | null): Promise<void> {
  await tx.query('update account set totp_since = $2, totp_step = $3 where id = $1', [accountId, since, step])
}

/** Uses the code of a step up; false where that step, or a later one, was used before. */
export async function useTotpStep(tx: Queryable, accountId: string, step: number): Promise<boolean> {
  const used = await tx.query('update account set totp_step = $2 where id = $1 and (totp_step is null or totp_step < $2) returning id', [
    accountId,
    step,
  ])
  return used.length > 0
}

/** Recovery codes in place of those that there were. */
export async function writeRecoveryCodes(tx: Transaction, accountId: string, hashes: readonly string[]): Promise<void> {
  await tx.query('delete from recovery_code where account_id = $1', [accountId])
  await tx.query('insert into recovery_code (account_id, hash) select $1, unnest($2::text[])', [accountId, hashes])
}

export async function useRecoveryCode(tx: Queryable, accountId: string, hash: string, now: Date): Promise<boolean> {
  const used = await tx.query(
    'update recovery_code set used_at = $3 where account_id = $1 and hash = $2 and used_at is null returning hash',
    [accountId, hash, now],
  )
  return used.length > 0
}

/** Removes the authenticator apps with their secrets, the recovery codes and the passkeys of accounts. Answers what each had of them. */
export async function removeSecondFactors(tx: Transaction, accountIds: readonly string[]): Promise<Map<string, string[]>> {
  const removed = new Map<string, string[]>()
  for (const [what, statement] of Object.entries(REMOVED)) {
    const rows = await tx.query<{ id: string }>(`with gone as (${statement}) select distinct id from gone`, [accountIds])
    for (const { id } of rows) removed.set(id, [...(removed.get(id) ?? []), what])
  }
  // What an app shares with us; a secret has the id of its account in its name.
  await tx.query(`delete from secret using unnest($1::uuid[]) as account(id) where starts_with(name, 'account/' || account.id || '/')`, [
    accountIds,
  ])
  return removed
}

const REMOVED: Readonly<Record<string, string>> = {
  'authenticator app':
    'update account set totp_since = null, totp_step = null where id = any($1::uuid[]) and totp_since is not null returning id',
  'recovery codes': 'delete from recovery_code where account_id = any($1::uuid[]) returning account_id as id',
  passkeys: 'delete from passkey where account_id = any($1::uuid[]) returning account_id as id',
}

import type { Queryable, Transaction } from './database.ts'

export type CodePurpose = 'first-administrator' | 'invitation' | 'reset'

/** A code that lets somebody choose how to sign in, as it is stored: by its hash. */
export interface OneTimeCode {
  readonly hash: string
  readonly purpose: CodePurpose
  /** Whose; null for the first administrator, who has none yet. */
  readonly accountId: string | null
  readonly expiresAt: Date
}

/** Writes a code in place of the one that the account had, which counts no more. */
export async function writeCode(tx: Queryable, { hash, purpose, accountId, expiresAt }: OneTimeCode): Promise<void> {
  await tx.query(
    `insert into one_time_code (hash, purpose, account_id, expires_at) values ($1, $2, $3, $4)
     on conflict (coalesce(account_id::text, purpose)) do update set hash = excluded.hash, purpose = excluded.purpose, expires_at = excluded.expires_at`,
    [hash, purpose, accountId, expiresAt],
  )
}

/** The code with this hash; undefined where there is none, it was used, or it has run out. */
export async function readCode(db: Queryable, hash: string, now: Date): Promise<OneTimeCode | undefined> {
  const [found] = await db.query<OneTimeCode & Record<string, unknown>>(
    `select hash, purpose, account_id as "accountId", expires_at as "expiresAt" from one_time_code where hash = $1 and expires_at > $2`,
    [hash, now],
  )
  return found
}

/** Uses a code up; false where somebody else has meanwhile. */
export async function useCode(tx: Transaction, hash: string, now: Date): Promise<boolean> {
  return (await tx.query('delete from one_time_code where hash = $1 and expires_at > $2 returning hash', [hash, now])).length > 0
}

export async function deleteOldCodes(db: Queryable, now: Date): Promise<void> {
  await db.query('delete from one_time_code where expires_at <= $1', [now])
}

/** A code that is to be sent or printed, for one account. */
export interface CodeDelivery {
  readonly runId: string
  readonly accountId: string
  readonly purpose: 'invitation' | 'reset'
  /** Who may print it; null for one that is mailed. */
  readonly askedBy: string | null
}

export async function insertDelivery(tx: Transaction, { runId, accountId, purpose, askedBy }: CodeDelivery, now: Date): Promise<void> {
  await tx.query('insert into code_delivery (run_id, account_id, purpose, asked_by, created_at) values ($1, $2, $3, $4, $5)', [
    runId,
    accountId,
    purpose,
    askedBy,
    now,
  ])
}

/** Takes the deliveries of a run that are for this person to print, or where it is null for the mail; each can be taken once. */
export async function takeDeliveries(tx: Transaction, runId: string, askedBy: string | null): Promise<CodeDelivery[]> {
  return tx.query<CodeDelivery & Record<string, unknown>>(
    `delete from code_delivery where run_id = $1 and asked_by is not distinct from $2::uuid
     returning run_id as "runId", account_id as "accountId", purpose, asked_by as "askedBy"`,
    [runId, askedBy],
  )
}

/** Deliveries that nobody took before this time. */
export async function deleteOldDeliveries(db: Queryable, before: Date): Promise<void> {
  await db.query('delete from code_delivery where created_at < $1', [before])
}

/** Whether an account has a code that is good beyond this time. */
export async function hasCodeUntil(db: Queryable, accountId: string, time: Date): Promise<boolean> {
  return (await db.query('select 1 from one_time_code where account_id = $1 and expires_at > $2', [accountId, time])).length > 0
}

import type { Queryable } from './database.ts'

/** What was kept of a request with an Idempotency-Key. */
export interface StoredClaim {
  readonly requestHash: string
  /** The id that the run it begins was given beforehand. */
  readonly runId: string
  readonly status: number | null
  readonly answer: unknown
  readonly createdAt: Date
}

/** Claims a key for a request. Answers true where the key was free; else somebody has claimed it before. */
export async function insertClaim(
  db: Queryable,
  claim: { readonly accountId: string; readonly key: string; readonly requestHash: string; readonly runId: string },
  now: Date,
): Promise<boolean> {
  const rows = await db.query(
    'insert into idempotency (account_id, key, request_hash, run_id, created_at) values ($1, $2, $3, $4, $5) on conflict do nothing returning key',
    [claim.accountId, claim.key, claim.requestHash, claim.runId, now],
  )
  return rows.length > 0
}

export async function readClaim(db: Queryable, accountId: string, key: string): Promise<StoredClaim | undefined> {
  const [found] = await db.query<StoredClaim>(
    `select request_hash as "requestHash", run_id as "runId", status, answer, created_at as "createdAt" from idempotency where account_id = $1 and key = $2`,
    [accountId, key],
  )
  return found
}

/** Takes over a claim whose request came to no answer, unless another has taken it over since it was read. */
export async function takeOverClaim(db: Queryable, accountId: string, key: string, claimedAt: Date, now: Date): Promise<boolean> {
  const rows = await db.query(
    'update idempotency set created_at = $4 where account_id = $1 and key = $2 and created_at = $3 and status is null returning key',
    [accountId, key, claimedAt, now],
  )
  return rows.length > 0
}

export async function storeAnswer(db: Queryable, accountId: string, key: string, status: number, answer: string | null): Promise<void> {
  await db.query('update idempotency set status = $3, answer = $4::jsonb where account_id = $1 and key = $2', [
    accountId,
    key,
    status,
    answer,
  ])
}

/** Forgets a claim that has no answer. */
export async function deleteClaim(db: Queryable, accountId: string, key: string): Promise<void> {
  await db.query('delete from idempotency where account_id = $1 and key = $2 and status is null', [accountId, key])
}

/** Forgets what is older. */
export async function deleteOldClaims(db: Queryable, before: Date): Promise<void> {
  await db.query('delete from idempotency where created_at < $1', [before])
}

import type { Queryable } from './database.ts'

/** What was given out to be brought back once, known by its hash. */
export interface SignInChallenge {
  readonly hash: string
  /** What it is good for, and for nothing else. */
  readonly purpose: string
  readonly accountId: string | null
  readonly facts: Readonly<Record<string, unknown>>
  readonly expiresAt: Date
}

export async function insertChallenge(db: Queryable, { hash, purpose, accountId, facts, expiresAt }: SignInChallenge): Promise<void> {
  await db.query('insert into sign_in_challenge (hash, purpose, account_id, facts, expires_at) values ($1, $2, $3, $4::jsonb, $5)', [
    hash,
    purpose,
    accountId,
    JSON.stringify(facts),
    expiresAt,
  ])
}

/** Takes a challenge, which counts no more afterwards; undefined where there is none for this purpose, or it has run out. */
export async function takeChallenge(db: Queryable, hash: string, purpose: string, now: Date): Promise<SignInChallenge | undefined> {
  const [taken] = await db.query<SignInChallenge & Record<string, unknown>>(
    `delete from sign_in_challenge where hash = $1 and purpose = $2 and expires_at > $3
     returning hash, purpose, account_id as "accountId", facts, expires_at as "expiresAt"`,
    [hash, purpose, now],
  )
  return taken
}

export async function deleteOldChallenges(db: Queryable, now: Date): Promise<void> {
  await db.query('delete from sign_in_challenge where expires_at <= $1', [now])
}

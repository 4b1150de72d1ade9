import type { Queryable, Transaction } from './database.ts'

/** The account that a provider's subject is linked with. */
export async function linkedAccount(db: Queryable, provider: string, subject: string): Promise<string | undefined> {
  const [found] = await db.query<{ id: string }>('select account_id as id from account_link where provider = $1 and subject = $2', [
    provider,
    subject,
  ])
  return found?.id
}

export async function insertLink(tx: Transaction, provider: string, subject: string, accountId: string, now: Date): Promise<void> {
  await tx.query('insert into account_link (provider, subject, account_id, linked_at) values ($1, $2, $3, $4) on conflict do nothing', [
    provider,
    subject,
    accountId,
    now,
  ])
}

/** What is known of providers that could not be reached. */
export interface ProviderTrouble {
  readonly provider: string
  readonly why: string
  readonly since: Date
}

export const readTroubles = (db: Queryable): Promise<ProviderTrouble[]> =>
  db.query<ProviderTrouble & Record<string, unknown>>('select provider, why, since from provider_trouble')

/** Notes that a provider cannot be reached; since when, stays. */
export async function writeTrouble(db: Queryable, provider: string, why: string, now: Date): Promise<void> {
  await db.query(
    'insert into provider_trouble (provider, why, since) values ($1, $2, $3) on conflict (provider) do update set why = excluded.why',
    [provider, why, now],
  )
}

export async function deleteTrouble(db: Queryable, provider: string): Promise<void> {
  await db.query('delete from provider_trouble where provider = $1', [provider])
}

import type { Queryable } from './database.ts'

/** Counts a name that was tried in vain from an address. */
export async function countAddressFailure(tx: Queryable, address: string, mark: string, now: Date): Promise<void> {
  await tx.query(
    'insert into sign_in_failure (address, mark, at) values ($1, $2, $3) on conflict (address, mark) do update set at = excluded.at',
    [address, mark, now],
  )
}

/** How many different names were tried in vain from an address since then, and when the last of them. */
export async function addressFailures(db: Queryable, address: string, since: Date): Promise<{ names: number; last: Date | null }> {
  const [found] = await db.query<{ names: number; last: Date | null }>(
    'select count(*) as names, max(at) as last from sign_in_failure where address = $1 and at > $2',
    [address, since],
  )
  return { names: Number(found?.names ?? 0), last: found?.last ?? null }
}

export async function deleteOldFailures(db: Queryable, before: Date): Promise<void> {
  await db.query('delete from sign_in_failure where at < $1', [before])
}

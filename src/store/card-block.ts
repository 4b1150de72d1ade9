import type { Transaction } from './database.ts'

/** Cards that are to be blocked when they are produced, and why; or no longer. */
export async function setBlockOnArrival(tx: Transaction, cardIds: readonly string[], why: string | null): Promise<void> {
  await tx.query('update card set block_on_arrival = $2 where id = any($1::uuid[])', [cardIds, why])
}

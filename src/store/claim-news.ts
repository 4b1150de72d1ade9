/** What is told of a claim to those who look at the queue, on this node or another: a claim writes no line in the journal. */
import type { Queryable, Transaction } from './database.ts'

/** On which a batch is named by its id when it has claimed its orders. */
export const CLAIMS = 'cardinal_claims'

/**
 * Tells, at the commit of this transaction, that a batch has claimed orders. Once for a batch: transactions that tell something commit one
 * after the other.
 */
export async function tellClaim(tx: Transaction, batchId: string): Promise<void> {
  await tx.query(`select pg_notify('${CLAIMS}', $1)`, [batchId])
}

/** The cards whose orders these batches have claimed, with their templates; no more than `limit` of them. */
export async function cardsClaimedBy(
  db: Queryable,
  batchIds: readonly string[],
  limit: number,
): Promise<{ readonly template: string; readonly id: string }[]> {
  return db.query(
    `select c.template, c.id from production_order o join card c on c.id = o.card_id where o.batch_id = any($1::uuid[]) limit $2`,
    [batchIds, limit],
  )
}

import type { Queryable } from './database.ts'
import type { OrderStatus } from './order.ts'

/** One order of a card, with the batch it is in; a batch that it was given back from is not told here. */
export interface OrderFacts {
  readonly id: string
  readonly bureau: string
  readonly status: OrderStatus
  readonly queuedAt: Date
  readonly sentAt: Date | null
  readonly withdrawnAt: Date | null
  readonly batch: { readonly id: string; readonly number: number; readonly status: string } | null
}

/** A batch whose manifest was sealed. */
export interface SealedFacts {
  readonly id: string
  readonly number: number
  readonly bureau: string
  readonly status: 'sealed' | 'sent' | 'acknowledged' | 'returned'
  readonly hash: string
  readonly orders: number
  readonly sealedAt: Date
  readonly sentAt: Date | null
}

export interface TakingBatch extends Pick<SealedFacts, 'id' | 'number' | 'status'> {
  readonly runId: string
}

/** Every order of a card, oldest first. */
export async function ordersOfCard(db: Queryable, cardId: string): Promise<OrderFacts[]> {
  const rows = await db.query<Omit<OrderFacts, 'batch'> & { batchId: string | null; batchNumber: number; batchStatus: string }>(
    `select o.id, o.bureau, o.status, o.queued_at as "queuedAt", o.sent_at as "sentAt", o.withdrawn_at as "withdrawnAt",
       b.id as "batchId", b.number as "batchNumber", b.status as "batchStatus"
     from production_order o left join batch b on b.id = o.batch_id where o.card_id = $1 order by o.queued_at, o.id`,
    [cardId],
  )
  return rows.map(({ batchId, batchNumber, batchStatus, ...order }) => ({
    ...order,
    batch: batchId === null ? null : { id: batchId, number: batchNumber, status: batchStatus },
  }))
}

/** The sealed batches of every run that took this card along and did not leave it out; also of those that gave it back. */
export const batchesThatTook = (db: Queryable, cardId: string): Promise<TakingBatch[]> =>
  db.query<TakingBatch>(
    `select b.id, b.number, b.status, b.run_id as "runId" from batch b
     where b.sealed_at is not null and b.run_id in (
       select taken.run_id from run_object taken
       where taken.object_id = $1 and taken.outcome is distinct from 'refused'
         and taken.run_id in (select told.run_id from journal told where told.object_id = $1))
     order by b.number`,
    [cardId],
  )

/** Every batch that was sealed since then, in the order of their numbers. */
export const sealedSince = (db: Queryable, since: Date): Promise<SealedFacts[]> =>
  db.query<SealedFacts>(
    `select id, number, bureau, status, manifest_hash as hash, orders, sealed_at as "sealedAt", sent_at as "sentAt"
     from batch where sealed_at >= $1 order by number`,
    [since],
  )

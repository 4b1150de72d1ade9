import type { Queryable, Transaction } from './database.ts'

export type BatchStatus = 'open' | 'sealed' | 'sent' | 'acknowledged' | 'returned'

export interface StoredBatch {
  readonly id: string
  readonly number: number
  readonly bureau: string
  readonly status: BatchStatus
  readonly runId: string
  readonly orders: number
  readonly manifestHash: string | null
  readonly openedAt: Date
  readonly sealedAt: Date | null
  readonly sentAt: Date | null
  readonly acknowledgedAt: Date | null
  readonly attempts: number
  readonly lastError: string | null
  readonly signature: { readonly key: string; readonly value: string } | null
  /** Until then the bureau can take orders of it back. */
  readonly cutOffAt: Date | null
}

export interface BatchLine {
  readonly orderId: string
  readonly cardId: string
  readonly status: string
  readonly bureauReference: string | null
  readonly number: number
  readonly state: string
  readonly holderFirstName: string | null
  readonly holderLastName: string | null
}

export async function openBatch(tx: Transaction, batch: { id: string; bureau: string; runId: string }, now: Date): Promise<void> {
  await tx.query(`insert into batch (id, bureau, status, run_id, opened_at) values ($1, $2, 'open', $3, $4)`, [
    batch.id,
    batch.bureau,
    batch.runId,
    now,
  ])
}

/** A batch for which no order was left to claim never was one. */
export async function dropEmptyBatch(tx: Transaction, id: string): Promise<void> {
  await tx.query(`delete from batch where id = $1 and status = 'open'`, [id])
}

/** What a batch is sealed with. The manifest is kept to the byte, so that whatever is repeated is what was sent. */
export interface Seal {
  readonly manifest: string
  readonly hash: string
  readonly orders: number
  readonly signature: { readonly key: string; readonly value: string }
}

/** open → sealed: from here on its list of orders cannot change. */
export async function sealBatch(tx: Transaction, id: string, seal: Seal, now: Date): Promise<void> {
  await tx.query(
    `update batch set status = 'sealed', sealed_at = $2, manifest = $3, manifest_hash = $4, orders = $5, signature_key = $6, signature = $7
     where id = $1 and status = 'open'`,
    [id, now, seal.manifest, seal.hash, seal.orders, seal.signature.key, seal.signature.value],
  )
}

/** The manifest as it was sealed. */
export async function readManifest(db: Queryable, id: string): Promise<string | undefined> {
  const [row] = await db.query<{ manifest: string | null }>('select manifest from batch where id = $1', [id])
  return row?.manifest ?? undefined
}

/** What is left of a manifest that named somebody who was erased: when that was, and which orders and cards are in the batch. */
export interface ErasedManifest {
  readonly at: Date
  readonly lines: readonly { readonly order: string; readonly card: string; readonly cardNumber: number }[]
}

/** Undefined where the manifest is there, or was never sealed. */
export async function readErasedManifest(db: Queryable, id: string): Promise<ErasedManifest | undefined> {
  const [row] = await db.query<ErasedManifest>(
    'select manifest_erased_at as at, manifest_lines as lines from batch where id = $1 and manifest_erased_at is not null',
    [id],
  )
  return row
}

/** sealed → sent: the bureau has it. */
export async function markBatchSent(tx: Transaction, id: string, now: Date): Promise<void> {
  await tx.query(`update batch set status = 'sent', sent_at = $2, last_error = null where id = $1 and status = 'sealed'`, [id, now])
}

/** sent → acknowledged: the bureau said that it has it. */
export async function markBatchAcknowledged(tx: Transaction, id: string, now: Date): Promise<void> {
  await tx.query(`update batch set status = 'acknowledged', acknowledged_at = $2 where id = $1 and status = 'sent'`, [id, now])
}

/**
 * sealed → returned: definitely not delivered. Returns false when there was more than the one attempt that says so: another may have
 * delivered it, or may be about to. An attempt begins by counting itself on this row, so none can begin unseen while this is written.
 */
export async function markBatchReturned(tx: Transaction, id: string, why: string): Promise<boolean> {
  const rows = await tx.query(
    `update batch set status = 'returned', last_error = $2 where id = $1 and status = 'sealed' and attempts <= 1 returning id`,
    [id, why],
  )
  return rows.length === 1
}

/** Until when the bureau can take orders of a batch back, as it said last. Returns false where there is no such batch. */
export async function recordCutOff(tx: Transaction, id: string, bureau: string, until: Date): Promise<boolean> {
  const rows = await tx.query('update batch set cut_off_at = $3 where id = $1 and bureau = $2 returning id', [id, bureau, until])
  return rows.length === 1
}

export async function readBatch(db: Queryable, id: string): Promise<StoredBatch | undefined> {
  const rows = await db.query<BatchRow>(`${SELECT} where id = $1`, [id])
  return rows[0] && batchOf(rows[0])
}

/** The batches that a run has opened and not sealed yet: one for each bureau that it has orders for. */
export async function openBatchesOfRun(db: Queryable, runId: string): Promise<StoredBatch[]> {
  return (await db.query<BatchRow>(`${SELECT} where run_id = $1 and status = 'open' order by number`, [runId])).map(batchOf)
}

/**
 * The batches not yet recorded as sent that hold one of these orders: an answer about it proves that the bureau has it. The card would
 * prove nothing, for an old answer may be about an earlier order of it.
 */
export async function sealedBatchesOfOrders(db: Queryable, orderIds: readonly string[]): Promise<StoredBatch[]> {
  const rows = await db.query<BatchRow>(
    `${SELECT} where status = 'sealed' and id in (select batch_id from production_order where id = any($1::uuid[]) and status = 'claimed')`,
    [orderIds],
  )
  return rows.map(batchOf)
}

export async function cardsOfBatch(db: Queryable, id: string): Promise<string[]> {
  const rows = await db.query<{ card_id: string }>('select card_id from production_order where batch_id = $1', [id])
  return rows.map((row) => row.card_id)
}

/** Batches that were sealed and have not reached their bureau yet; of one bureau, or of all. */
export async function sealedBatches(db: Queryable, bureau?: string): Promise<StoredBatch[]> {
  return (
    await db.query<BatchRow>(`${SELECT} where status = 'sealed' and ($1::text is null or bureau = $1) order by number`, [bureau ?? null])
  ).map(batchOf)
}

/** Newest first, below the number `before` where one is given. */
export async function listBatches(db: Queryable, before: number | undefined, limit: number): Promise<StoredBatch[]> {
  return (
    await db.query<BatchRow>(`${SELECT} where $1::bigint is null or number < $1 order by number desc limit $2`, [before ?? null, limit])
  ).map(batchOf)
}

/** The orders of a batch and their cards, in the order the orders were queued. */
export async function ordersOfBatch(db: Queryable, id: string): Promise<{ order: string; card: string }[]> {
  return db.query('select id as order, card_id as card from production_order where batch_id = $1 order by queued_at, id', [id])
}

/** What a batch holds, in the order the orders were queued. */
export async function batchLines(db: Queryable, id: string, limit?: number): Promise<BatchLine[]> {
  return db.query<BatchLine>(
    `select o.id as "orderId", o.card_id as "cardId", o.status, o.bureau_reference as "bureauReference", c.number, c.state,
       c.holder_first_name as "holderFirstName", c.holder_last_name as "holderLastName"
     from production_order o join card c on c.id = o.card_id where o.batch_id = $1 order by o.queued_at, o.id limit $2`,
    [id, limit ?? null],
  )
}

const SELECT = `select id, number, bureau, status, run_id, orders, manifest_hash, opened_at, sealed_at, sent_at, acknowledged_at, attempts, last_error,
  signature_key, signature, cut_off_at from batch`

interface BatchRow {
  id: string
  number: number
  bureau: string
  status: BatchStatus
  run_id: string
  orders: number
  manifest_hash: string | null
  opened_at: Date
  sealed_at: Date | null
  sent_at: Date | null
  acknowledged_at: Date | null
  attempts: number
  last_error: string | null
  signature_key: string | null
  signature: string | null
  cut_off_at: Date | null
}

const batchOf = (row: BatchRow): StoredBatch => ({
  id: row.id,
  number: row.number,
  bureau: row.bureau,
  status: row.status,
  runId: row.run_id,
  orders: row.orders,
  manifestHash: row.manifest_hash,
  openedAt: row.opened_at,
  sealedAt: row.sealed_at,
  sentAt: row.sent_at,
  acknowledgedAt: row.acknowledged_at,
  attempts: row.attempts,
  lastError: row.last_error,
  signature: row.signature_key === null || row.signature === null ? null : { key: row.signature_key, value: row.signature },
  cutOffAt: row.cut_off_at,
})

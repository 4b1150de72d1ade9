import { among } from './among.ts'
import type { Queryable, Transaction } from './database.ts'

export type OrderStatus = 'queued' | 'claimed' | 'sent' | 'answered' | 'withdrawn' | 'recalled'

/** A card's production order: the referee between abort and hand-over. */
export interface StoredOrder {
  readonly id: string
  readonly cardId: string
  readonly bureau: string
  readonly status: OrderStatus
  readonly queuedAt: Date
  readonly queuedBy: string
  /** Since when it is held: it stays in the queue and is not claimed. */
  readonly heldAt: Date | null
  readonly heldBy: string | null
  readonly heldWhy: string | null
  readonly claimedAt: Date | null
  readonly sentAt: Date | null
  readonly answeredAt: Date | null
  readonly withdrawnAt: Date | null
  readonly bureauReference: string | null
  readonly batch: {
    readonly id: string
    readonly number: number
    readonly status: string
    readonly by: string | null
    readonly cutOffAt: Date | null
  } | null
}

export interface NewOrder {
  readonly id: string
  readonly cardId: string
}

export async function insertOrders(
  tx: Transaction,
  orders: readonly NewOrder[],
  bureau: string,
  queuedAt: Date,
  queuedBy: string,
): Promise<void> {
  await tx.query(
    `insert into production_order (id, card_id, bureau, status, queued_at, queued_by)
     select id, card_id, $3, 'queued', $4, $5 from unnest($1::uuid[], $2::uuid[]) as given(id, card_id)`,
    [orders.map((order) => order.id), orders.map((order) => order.cardId), bureau, queuedAt, queuedBy],
  )
}

/** queued → withdrawn. Returns the cards whose order it was; for every other the order had left the queue. */
export async function withdrawOrders(tx: Transaction, cardIds: readonly string[], now: Date): Promise<Set<string>> {
  const cards = among('card_id', cardIds)
  const rows = await tx.query<{ card_id: string }>(
    `update production_order set status = 'withdrawn', withdrawn_at = $2 where ${cards.text} and status = 'queued' returning card_id`,
    [cards.value, now],
  )
  return new Set(rows.map((row) => row.card_id))
}

/**
 * queued → claimed by a batch. Returns the cards whose order it was: of this bureau, not held, and, unless it is claimed whatever its press
 * does, while its press runs. Whoever stops the press waits for claims under way, so none is made unseen once it is stopped.
 */
export async function claimOrders(
  tx: Transaction,
  cardIds: readonly string[],
  batch: { readonly id: string; readonly bureau: string },
  now: Date,
  whateverThePressDoes: boolean,
): Promise<Set<string>> {
  const cards = among('card_id', cardIds)
  const rows = await tx.query<{ card_id: string }>(
    `with press as (select state from bureau where name = $4 for share)
     update production_order set status = 'claimed', batch_id = $2, claimed_at = $3
     where ${cards.text} and status = 'queued' and held_at is null and bureau = $4
       and ($5::boolean or not exists (select from press where state = 'stopped')) returning card_id`,
    [cards.value, batch.id, now, batch.bureau, whateverThePressDoes],
  )
  return new Set(rows.map((row) => row.card_id))
}

/** claimed → queued, after a definite failure before anything was delivered: the orders keep their place. */
export async function giveBackOrders(tx: Transaction, batchId: string): Promise<void> {
  await tx.query(
    `update production_order set status = 'queued', batch_id = null, claimed_at = null where batch_id = $1 and status = 'claimed'`,
    [batchId],
  )
}

/** claimed → sent: the bureau has the batch. */
export async function markOrdersSent(tx: Transaction, batchId: string, now: Date): Promise<void> {
  await tx.query(`update production_order set status = 'sent', sent_at = $2 where batch_id = $1 and status = 'claimed'`, [batchId, now])
}

/** claimed → answered: the bureau did not take an order that has no queue to go back to. */
export async function closeOrders(tx: Transaction, batchId: string, now: Date): Promise<void> {
  await tx.query(`update production_order set status = 'answered', answered_at = $2 where batch_id = $1 and status = 'claimed'`, [
    batchId,
    now,
  ])
}

/** The newest order of each of these cards, with its batch. */
export async function ordersOf(db: Queryable, cardIds: readonly string[]): Promise<Map<string, StoredOrder>> {
  const cards = among('o.card_id', cardIds)
  const rows = await db.query<OrderRow>(
    `select distinct on (o.card_id) ${COLUMNS} where ${cards.text} order by o.card_id, o.queued_at desc, o.id desc`,
    [cards.value],
  )
  return new Map(rows.map((row) => [row.card_id, orderOf(row)]))
}

/** Of these users, those for whom a card is on its way in one of the states; with the card's number. */
export async function cardsUnderWay(
  db: Queryable,
  personIds: readonly string[],
  template: string,
  states: readonly string[],
): Promise<Map<string, { number: number; state: string }>> {
  const people = among('person_id', personIds)
  const rows = await db.query<{ person_id: string; number: number; state: string }>(
    `select person_id, number, state from card where ${people.text} and template = $2 and state = any($3::text[])`,
    [people.value, template, states],
  )
  return new Map(rows.map((row) => [row.person_id, { number: row.number, state: row.state }]))
}

/** An order's place in the queue. The time is text, for a date would lose what the database knows of it beyond milliseconds. */
export interface QueuePlace {
  readonly queuedAt: string
  readonly orderId: string
}

/** Before every order. */
export const HEAD_OF_QUEUE: QueuePlace = { queuedAt: '-infinity', orderId: '00000000-0000-0000-0000-000000000000' }

/** The oldest orders in the queue of a bureau, oldest first, of those queued until then and `behind` a place. */
export async function queuedOrders(
  db: Queryable,
  bureau: string,
  until: Date,
  behind: QueuePlace,
  limit: number,
): Promise<(QueuePlace & { readonly cardId: string })[]> {
  return db.query(
    `select card_id as "cardId", id as "orderId", queued_at::text as "queuedAt" from production_order
     where bureau = $1 and status = 'queued' and held_at is null and queued_at <= $2 and (queued_at, id) > ($3::timestamptz, $4::uuid)
     order by queued_at, id limit $5`,
    [bureau, until, behind.queuedAt, behind.orderId, limit],
  )
}

/** The orders with these ids, whichever the newest of their card is. */
export async function ordersByIds(db: Queryable, ids: readonly string[]): Promise<Map<string, StoredOrder>> {
  const orders = among('o.id', ids)
  const rows = await db.query<OrderRow>(`select ${COLUMNS} where ${orders.text}`, [orders.value])
  return new Map(rows.map((row) => [row.id, orderOf(row)]))
}

/** The bureaus that queued orders of these cards are for. */
export async function bureausOfQueued(db: Queryable, cardIds: readonly string[]): Promise<string[]> {
  const cards = among('card_id', cardIds)
  const rows = await db.query<{ bureau: string }>(
    `select distinct bureau from production_order where ${cards.text} and status = 'queued' order by bureau`,
    [cards.value],
  )
  return rows.map((row) => row.bureau)
}

const COLUMNS = `o.id, o.card_id, o.bureau, o.status, o.queued_at, o.queued_by, o.held_at, o.held_by, o.held_why, o.claimed_at, o.sent_at,
  o.answered_at, o.withdrawn_at, o.bureau_reference, b.id as batch_id, b.number as batch_number, b.status as batch_status, r.actor_name as batch_by, b.cut_off_at
  from production_order o left join batch b on b.id = o.batch_id left join run r on r.id = b.run_id`

interface OrderRow {
  id: string
  card_id: string
  bureau: string
  status: OrderStatus
  queued_at: Date
  queued_by: string
  held_at: Date | null
  held_by: string | null
  held_why: string | null
  claimed_at: Date | null
  sent_at: Date | null
  answered_at: Date | null
  withdrawn_at: Date | null
  bureau_reference: string | null
  batch_id: string | null
  batch_number: number | null
  batch_status: string | null
  batch_by: string | null
  cut_off_at: Date | null
}

const orderOf = (row: OrderRow): StoredOrder => ({
  id: row.id,
  cardId: row.card_id,
  bureau: row.bureau,
  status: row.status,
  queuedAt: row.queued_at,
  queuedBy: row.queued_by,
  heldAt: row.held_at,
  heldBy: row.held_by,
  heldWhy: row.held_why,
  claimedAt: row.claimed_at,
  sentAt: row.sent_at,
  answeredAt: row.answered_at,
  withdrawnAt: row.withdrawn_at,
  bureauReference: row.bureau_reference,
  batch:
    row.batch_id === null
      ? null
      : { id: row.batch_id, number: row.batch_number ?? 0, status: row.batch_status ?? '', by: row.batch_by, cutOffAt: row.cut_off_at },
})

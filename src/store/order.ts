import { among } from './among.ts'
import type { Queryable, Transaction } from './database.ts'

export type OrderStatus = 'queued' | 'claimed' | 'sent' | 'answered' | 'withdrawn'

/** A card's production order: the referee between abort and hand-over. */
export interface StoredOrder {
  readonly id: string
  readonly cardId: string
  readonly bureau: string
  readonly status: OrderStatus
  readonly queuedAt: Date
  readonly queuedBy: string
  readonly claimedAt: Date | null
  readonly sentAt: Date | null
  readonly answeredAt: Date | null
  readonly withdrawnAt: Date | null
  readonly bureauReference: string | null
  readonly batch: { readonly id: string; readonly number: number; readonly status: string } | null
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

/** queued → claimed by a batch. Returns the cards whose order it was. */
export async function claimOrders(tx: Transaction, cardIds: readonly string[], batchId: string, now: Date): Promise<Set<string>> {
  const cards = among('card_id', cardIds)
  const rows = await tx.query<{ card_id: string }>(
    `update production_order set status = 'claimed', batch_id = $2, claimed_at = $3 where ${cards.text} and status = 'queued' returning card_id`,
    [cards.value, batchId, now],
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
export async function markOrdersSent(
  tx: Transaction,
  batchId: string,
  now: Date,
  references: Readonly<Record<string, string>>,
): Promise<void> {
  await tx.query(
    `update production_order set status = 'sent', sent_at = $2, bureau_reference = $3::jsonb ->> id::text where batch_id = $1 and status = 'claimed'`,
    [batchId, now, JSON.stringify(references)],
  )
}

/** claimed → answered: the bureau did not take an order that has no queue to go back to. */
export async function closeOrders(tx: Transaction, batchId: string, now: Date): Promise<void> {
  await tx.query(`update production_order set status = 'answered', answered_at = $2 where batch_id = $1 and status = 'claimed'`, [
    batchId,
    now,
  ])
}

/** Records the bureau's final answers, and the chip read-outs or failures on the cards. Returns the cards whose order the bureau has. */
export async function recordAnswers(
  tx: Transaction,
  answers: readonly {
    readonly cardId: string
    readonly orderId: string | null
    readonly chipNumber: string | null
    readonly failure: string | null
  }[],
  isFinal: boolean,
  now: Date,
): Promise<Set<string>> {
  const rows = await tx.query<{ card_id: string }>(
    `with given as (
       select * from unnest($1::uuid[], $2::text[], $3::text[], $6::uuid[]) as given(card_id, chip_number, failure, order_id)
     ), answered as (
       update production_order o set answered_at = case when $4 then $5::timestamptz end, status = case when $4 then 'answered' else o.status end
       from given where o.card_id = given.card_id and o.id = given.order_id and o.status = 'sent' returning o.card_id
     ), written as (
       update card c set chip_number = coalesce(given.chip_number, c.chip_number), failure = coalesce(given.failure, c.failure)
       from given join answered using (card_id)
       where c.id = given.card_id and (given.chip_number is not null or given.failure is not null)
     )
     select card_id from answered`,
    [
      answers.map((answer) => answer.cardId),
      answers.map((answer) => answer.chipNumber),
      answers.map((answer) => answer.failure),
      isFinal,
      now,
      answers.map((answer) => answer.orderId),
    ],
  )
  return new Set(rows.map((row) => row.card_id))
}

/** Clears what the bureau said of an order that failed; for a card that is ordered again. */
export async function clearFailures(tx: Transaction, cardIds: readonly string[]): Promise<void> {
  await tx.query('update card set failure = null where id = any($1::uuid[]) and failure is not null', [cardIds])
}

/** The newest order of each of these cards, with its batch. */
export async function ordersOf(db: Queryable, cardIds: readonly string[]): Promise<Map<string, StoredOrder>> {
  const cards = among('o.card_id', cardIds)
  const rows = await db.query<OrderRow>(
    `select distinct on (o.card_id) o.id, o.card_id, o.bureau, o.status, o.queued_at, o.queued_by, o.claimed_at, o.sent_at, o.answered_at, o.withdrawn_at,
       o.bureau_reference, b.id as batch_id, b.number as batch_number, b.status as batch_status
     from production_order o left join batch b on b.id = o.batch_id
     where ${cards.text} order by o.card_id, o.queued_at desc, o.id desc`,
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
     where bureau = $1 and status = 'queued' and queued_at <= $2 and (queued_at, id) > ($3::timestamptz, $4::uuid)
     order by queued_at, id limit $5`,
    [bureau, until, behind.queuedAt, behind.orderId, limit],
  )
}

interface OrderRow {
  id: string
  card_id: string
  bureau: string
  status: OrderStatus
  queued_at: Date
  queued_by: string
  claimed_at: Date | null
  sent_at: Date | null
  answered_at: Date | null
  withdrawn_at: Date | null
  bureau_reference: string | null
  batch_id: string | null
  batch_number: number | null
  batch_status: string | null
}

const orderOf = (row: OrderRow): StoredOrder => ({
  id: row.id,
  cardId: row.card_id,
  bureau: row.bureau,
  status: row.status,
  queuedAt: row.queued_at,
  queuedBy: row.queued_by,
  claimedAt: row.claimed_at,
  sentAt: row.sent_at,
  answeredAt: row.answered_at,
  withdrawnAt: row.withdrawn_at,
  bureauReference: row.bureau_reference,
  batch: row.batch_id === null ? null : { id: row.batch_id, number: row.batch_number ?? 0, status: row.batch_status ?? '' },
})

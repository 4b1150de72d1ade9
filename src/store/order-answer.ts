import type { Transaction } from './database.ts'

/** What a bureau said about the order of a card. */
export interface OrderAnswer {
  readonly cardId: string
  readonly orderId: string | null
  readonly chipNumber?: string | null | undefined
  readonly serialNumber?: string | null | undefined
  readonly failure?: string | null | undefined
}

/**
 * Records the bureau's answers, with the read-outs or failures on the cards. Returns the cards whose order the bureau has. The orders are
 * also given as a list of ids, by which the database finds them; from the rows alone it takes a slower way.
 */
export async function recordAnswers(tx: Transaction, answers: readonly OrderAnswer[], isFinal: boolean, now: Date): Promise<Set<string>> {
  const rows = await tx.query<{ card_id: string }>(
    `with given as (
       select * from unnest($1::uuid[], $2::text[], $3::text[], $6::uuid[], $7::text[]) as given(card_id, chip_number, failure, order_id, serial_number)
     ), answered as (
       update production_order o set answered_at = case when $4 then $5::timestamptz end, status = case when $4 then 'answered' else o.status end
       from given where o.id = any($6::uuid[]) and o.card_id = given.card_id and o.id = given.order_id and o.status = 'sent' returning o.card_id
     ), written as (
       update card c set chip_number = coalesce(given.chip_number, c.chip_number), serial_number = coalesce(given.serial_number, c.serial_number),
         failure = coalesce(given.failure, c.failure)
       from given join answered using (card_id)
       where c.id = given.card_id and (given.chip_number is not null or given.serial_number is not null or given.failure is not null)
     )
     select card_id from answered`,
    [
      answers.map((answer) => answer.cardId),
      answers.map((answer) => answer.chipNumber ?? null),
      answers.map((answer) => answer.failure ?? null),
      isFinal,
      now,
      answers.map((answer) => answer.orderId),
      answers.map((answer) => answer.serialNumber ?? null),
    ],
  )
  return new Set(rows.map((row) => row.card_id))
}

/** What the bureau calls orders that it has. */
export async function recordReferences(
  tx: Transaction,
  batchId: string,
  references: readonly { readonly order: string; readonly reference: string }[],
): Promise<void> {
  await tx.query(
    `update production_order o set bureau_reference = given.reference from unnest($1::uuid[], $2::text[]) as given(id, reference)
     where o.id = given.id and o.batch_id = $3`,
    [references.map((each) => each.order), references.map((each) => each.reference), batchId],
  )
}

/** In which shipment cards are on their way. */
export async function recordShipment(
  tx: Transaction,
  cardIds: readonly string[],
  shipment: { readonly carrier: string; readonly trackingNumber: string | null; readonly at: Date },
): Promise<void> {
  await tx.query('update card set carrier = $2, tracking_number = $3, shipped_at = $4 where id = any($1::uuid[])', [
    cardIds,
    shipment.carrier,
    shipment.trackingNumber,
    shipment.at,
  ])
}

/** sent → recalled: the bureau stopped the order. Returns the cards whose order it was. */
export async function markOrdersRecalled(tx: Transaction, orderIds: readonly string[], now: Date): Promise<Set<string>> {
  const rows = await tx.query<{ card_id: string }>(
    `update production_order set status = 'recalled', answered_at = $2 where id = any($1::uuid[]) and status = 'sent' returning card_id`,
    [orderIds, now],
  )
  return new Set(rows.map((row) => row.card_id))
}

/** Clears what the bureau said of an order that failed; for a card that is ordered again. */
export async function clearFailures(tx: Transaction, cardIds: readonly string[]): Promise<void> {
  await tx.query('update card set failure = null where id = any($1::uuid[]) and failure is not null', [cardIds])
}

import { among } from './among.ts'
import type { Transaction } from './database.ts'

/** Holds queued orders: they keep their place and are not claimed. Returns the cards whose order it was. */
export async function holdOrders(tx: Transaction, cardIds: readonly string[], why: string, by: string, now: Date): Promise<Set<string>> {
  const cards = among('card_id', cardIds)
  return changed(
    tx,
    `update production_order set held_at = $2, held_by = $3, held_why = $4 where ${cards.text} and status = 'queued' and held_at is null returning card_id`,
    [cards.value, now, by, why],
  )
}

/** Lets held orders leave again. Returns the cards whose order it was. */
export async function releaseOrders(tx: Transaction, cardIds: readonly string[]): Promise<Set<string>> {
  const cards = among('card_id', cardIds)
  return changed(
    tx,
    `update production_order set held_at = null, held_by = null, held_why = null
     where ${cards.text} and status = 'queued' and held_at is not null returning card_id`,
    [cards.value],
  )
}

/** Gives held orders to another bureau; they stay held. Returns the cards whose order it was. */
export async function rerouteOrders(tx: Transaction, cardIds: readonly string[], bureau: string): Promise<Set<string>> {
  const cards = among('card_id', cardIds)
  return changed(
    tx,
    `update production_order set bureau = $2 where ${cards.text} and status = 'queued' and held_at is not null and bureau <> $2 returning card_id`,
    [cards.value, bureau],
  )
}

async function changed(tx: Transaction, text: string, values: unknown[]): Promise<Set<string>> {
  return new Set((await tx.query<{ card_id: string }>(text, values)).map((row) => row.card_id))
}

/** The queue as those see it who look at it and leave it as it is: where cards stand in it, what would leave, and whose press is stopped. */
import { among } from './among.ts'
import type { Database, Queryable } from './database.ts'

/** An order that waits in the queue of a bureau. */
export interface QueuedOrder {
  readonly bureau: string
  /** Since when it is held; null where it is not. */
  readonly heldAt: Date | null
}

/** The orders of these cards that are in the queue, by the card. */
export async function queuedOrdersOf(db: Queryable, cardIds: readonly string[]): Promise<Map<string, QueuedOrder>> {
  const cards = among('card_id', cardIds)
  const rows = await db.query<{ card_id: string; bureau: string; held_at: Date | null }>(
    `select card_id, bureau, held_at from production_order where ${cards.text} and status = 'queued'`,
    [cards.value],
  )
  return new Map(rows.map((row) => [row.card_id, { bureau: row.bureau, heldAt: row.held_at }]))
}

/** How many orders the next release of each of these bureaus would take: those in its queue that are not held. None is absent. */
export async function countLeaving(db: Queryable, bureaus: readonly string[]): Promise<Map<string, number>> {
  const rows = await db.query<{ bureau: string; orders: number }>(
    `select bureau, count(*) as orders from production_order
     where bureau = any($1::text[]) and status = 'queued' and held_at is null group by bureau`,
    [bureaus],
  )
  return new Map(rows.map((row) => [row.bureau, row.orders]))
}

/** The bureaus whose press is stopped, with the time since when. */
export async function stoppedPresses(db: Pick<Database, 'lookUp'>): Promise<Map<string, Date>> {
  const rows = await db.lookUp<{ name: string; stopped_at: Date }>(
    `select name, changed_at as stopped_at from bureau where state = 'stopped'`,
  )
  return new Map(rows.map((row) => [row.name, row.stopped_at]))
}

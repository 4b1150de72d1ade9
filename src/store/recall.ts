import { among } from './among.ts'
import type { Queryable, Transaction } from './database.ts'

/** An order that a bureau is asked to stop. */
export interface NewRecall {
  readonly id: string
  readonly cardId: string
  readonly orderId: string
  readonly bureau: string
  /** The message that asks the bureau. */
  readonly messageId: string
  readonly reason: string
  readonly askedBy: string
  readonly deadline: Date
}

export interface StoredRecall {
  readonly id: string
  readonly cardId: string
  readonly orderId: string
  readonly bureau: string
  readonly state: string
  readonly sentAt: Date | null
}

const OPEN = `state in ('asked', 'sent', 'overdue')`

/** Enters recalls, each in its template's initial state. */
export async function insertRecalls(
  tx: Transaction,
  template: string,
  state: string,
  recalls: readonly NewRecall[],
  now: Date,
): Promise<void> {
  await tx.query(
    `insert into recall (id, template, state, person_id, holder_unit, card_id, order_id, bureau, message_id, reason, asked_by, asked_at, deadline_at, created_at, changed_at)
     select (r->>'id')::uuid, $2, $3, c.person_id, c.holder_unit, c.id, (r->>'orderId')::uuid, r->>'bureau', (r->>'messageId')::uuid, r->>'reason', r->>'askedBy', $4,
       (r->>'deadline')::timestamptz, $4, $4
     from jsonb_array_elements($1::jsonb) with ordinality as given(r, position) join card c on c.id = (r->>'cardId')::uuid order by position`,
    [JSON.stringify(recalls), template, state, now],
  )
}

/** The recalls that a message asks a bureau for. */
export async function recallsOfMessage(db: Queryable, messageId: string): Promise<(StoredRecall & { readonly cutOffAt: Date | null })[]> {
  return db.query(
    `select ${COLUMNS}, (select b.cut_off_at from production_order o join batch b on b.id = o.batch_id where o.id = recall.order_id) as "cutOffAt"
     from recall where message_id = $1 order by number`,
    [messageId],
  )
}

export async function recallsByIds(db: Queryable, ids: readonly string[]): Promise<Map<string, StoredRecall>> {
  const given = among('id', ids)
  const rows = await db.query<StoredRecall>(`select ${COLUMNS} from recall where ${given.text}`, [given.value])
  return new Map(rows.map((row) => [row.id, row]))
}

/** The recalls of these cards that have not come to an end. */
export async function openRecallsOf(db: Queryable, cardIds: readonly string[]): Promise<Map<string, StoredRecall & { number: number }>> {
  const cards = among('card_id', cardIds)
  const rows = await db.query<StoredRecall & { number: number }>(`select ${COLUMNS}, number from recall where ${cards.text} and ${OPEN}`, [
    cards.value,
  ])
  return new Map(rows.map((row) => [row.cardId, row]))
}

/** Recalls of a template whose deadline has passed without an answer. */
export async function recallsPastDeadline(db: Queryable, template: string, now: Date, limit: number): Promise<string[]> {
  const rows = await db.query<{ id: string }>(
    `select id from recall where template = $1 and state in ('asked', 'sent') and deadline_at <= $2 order by id limit $3`,
    [template, now, limit],
  )
  return rows.map((row) => row.id)
}

export async function markRecallsSent(tx: Transaction, ids: readonly string[], now: Date): Promise<void> {
  await tx.query('update recall set sent_at = $2, trouble = null where id = any($1::uuid[])', [ids, now])
}

export async function markRecallsAnswered(
  tx: Transaction,
  answers: readonly { readonly id: string; readonly answer: string }[],
  now: Date,
): Promise<void> {
  await tx.query(
    `update recall r set answered_at = $3, answer = given.answer from unnest($1::uuid[], $2::text[]) as given(id, answer) where r.id = given.id`,
    [answers.map((each) => each.id), answers.map((each) => each.answer), now],
  )
}

/** Notes why the bureau could not be asked yet. */
export async function noteRecallTrouble(db: Queryable, messageId: string, why: string): Promise<void> {
  await db.query(`update recall set trouble = $2 where message_id = $1 and state in ('asked', 'overdue') and sent_at is null`, [
    messageId,
    why,
  ])
}

const COLUMNS = 'id, card_id as "cardId", order_id as "orderId", bureau, state, sent_at as "sentAt"'

/** What is on record about one card, for whoever has to prove what became of it. */
import type { Queryable } from './database.ts'
import type { OrderStatus } from './order.ts'
import type { RunState } from './run.ts'

/** The ids of every entry of the journal about an object, the oldest first. */
export async function entryIdsOf(db: Queryable, objectId: string): Promise<string[]> {
  const rows = await db.query<{ id: string }>('select id from journal where object_id = $1 order by id', [objectId])
  return rows.map(({ id }) => id)
}

/** An order with everything that happened to it, without the names of those who did. */
export interface OrderOnRecord {
  readonly id: string
  readonly bureau: string
  readonly status: OrderStatus
  readonly queuedAt: Date
  /** Since when it is held; an order that is released again tells of it in the history of its card only. */
  readonly heldAt: Date | null
  readonly claimedAt: Date | null
  readonly sentAt: Date | null
  readonly answeredAt: Date | null
  readonly withdrawnAt: Date | null
  readonly bureauReference: string | null
  readonly batch: string | null
}

/** Every order of a card, the oldest first. */
export const ordersOnRecord = (db: Queryable, cardId: string): Promise<OrderOnRecord[]> =>
  db.query<OrderOnRecord>(
    `select id, bureau, status, queued_at as "queuedAt", held_at as "heldAt", claimed_at as "claimedAt", sent_at as "sentAt",
       answered_at as "answeredAt", withdrawn_at as "withdrawnAt", bureau_reference as "bureauReference", batch_id as batch
     from production_order where card_id = $1 order by queued_at, id`,
    [cardId],
  )

/** A run that had to do with a card, and who asked for it and agreed to it: the ids of their accounts. */
export interface RunOnRecord {
  readonly id: string
  readonly useCase: string
  readonly state: RunState
  readonly requesterKind: string
  readonly requester: string | null
  readonly startedAt: Date
  readonly endedAt: Date | null
  /** Since when it awaited a second person; null where none was asked for. */
  readonly askedAt: Date | null
  readonly approver: string | null
  readonly approvedAt: Date | null
}

/** The runs that the journal names in what it tells of an object, the oldest first. */
export const runsOnRecord = (db: Queryable, objectId: string): Promise<RunOnRecord[]> =>
  db.query<RunOnRecord>(
    `select id, use_case as "useCase", state, actor_kind as "requesterKind", actor_id as requester, started_at as "startedAt",
       ended_at as "endedAt", asked_at as "askedAt", approved_by as approver, approved_at as "approvedAt"
     from run where id in (select run_id from journal where object_id = $1 and run_id is not null) order by started_at, id`,
    [objectId],
  )

/** A sealed batch with the line of one card in it. */
export interface BatchOnRecord {
  readonly id: string
  readonly number: number
  readonly bureau: string
  readonly status: string
  readonly hash: string
  readonly key: string | null
  readonly signature: string | null
  readonly sealedAt: Date
  readonly sentAt: Date | null
  readonly acknowledgedAt: Date | null
  /** Since when the text of the manifest is erased, and the line holds ids only. */
  readonly erasedAt: Date | null
  readonly line: Readonly<Record<string, unknown>>
}

/** Those of these batches that have a line of the card, in the order of their numbers. */
export const batchesOnRecord = (db: Queryable, cardId: string, ids: readonly string[]): Promise<BatchOnRecord[]> =>
  db.query<BatchOnRecord>(
    `select b.id, b.number, b.bureau, b.status, b.manifest_hash as hash, b.signature_key as key, b.signature, b.sealed_at as "sealedAt",
       b.sent_at as "sentAt", b.acknowledged_at as "acknowledgedAt", b.manifest_erased_at as "erasedAt", line
     from batch b, jsonb_array_elements(coalesce(b.manifest::jsonb->'orders', b.manifest_lines, '[]')) line
     where b.id = any($2::uuid[]) and b.sealed_at is not null and line->>'card' = $1 order by b.number`,
    [cardId, ids],
  )

/** What a bureau said of a card or of a batch that it is in: without the lines about others. */
export interface SaidOnRecord {
  readonly bureau: string
  readonly message: string
  readonly kind: string
  readonly saidAt: Date | null
  readonly receivedAt: Date
  readonly recordedAt: Date | null
  /** The batch that it acknowledges, or is about as a whole. */
  readonly batch: string | null
  readonly lines: readonly Readonly<Record<string, unknown>>[]
}

/** Messages of bureaus since then that name the card, one of its orders, or one of the batches; the oldest first. */
export const saidOnRecord = (
  db: Queryable,
  card: { readonly id: string; readonly orders: readonly string[]; readonly batches: readonly string[] },
  since: Date,
): Promise<SaidOnRecord[]> =>
  db.query<SaidOnRecord>(
    `select * from (
       select m.bureau, m.message, m.kind, m.said_at as "saidAt", m.received_at as "receivedAt", m.recorded_at as "recordedAt",
         coalesce(m.body->>'of', m.body->>'batch') as batch,
         (select coalesce(jsonb_agg(line), '[]') from (values (m.body->'lines'), (m.body->'refused'), (m.body->'references')) part(list),
            jsonb_array_elements(case when jsonb_typeof(list) = 'array' then list else '[]' end) line
          where line->>'card' = $1 or line->>'order' = any($2::text[])) as lines
       from bureau_message m where m.received_at >= $4
     ) said where batch = any($3::text[]) or lines <> '[]' order by "receivedAt", message`,
    [card.id, card.orders, card.batches, since],
  )

import type { Queryable, Transaction } from './database.ts'

/** A line of a message that fits nothing, or contradicts what is known. */
export interface UnmatchedLine {
  readonly order: string
  readonly card: string
  readonly why: string
}

/** Something that a bureau said, and what became of it. */
export interface StoredMessage {
  readonly bureau: string
  readonly message: string
  readonly kind: string
  readonly source: string
  readonly saidAt: Date | null
  readonly receivedAt: Date
  /** How often it came again. */
  readonly repeats: number
  readonly recordedAt: Date | null
  readonly lines: number
  readonly recorded: number
  readonly unmatched: readonly UnmatchedLine[]
  readonly sentence: string | null
}

export interface NewMessage {
  readonly bureau: string
  readonly message: string
  readonly kind: string
  readonly source: string
  readonly saidAt: Date | null
  readonly body: unknown
  readonly lines: number
}

/**
 * Keeps a message, or counts the repeat of one that is known. Answers whether it is recorded already; one that was kept and not
 * recorded, because its node was killed, is to be recorded anew.
 */
export async function keepMessage(db: Queryable, given: NewMessage, now: Date): Promise<{ isRecorded: boolean }> {
  const [row] = await db.query<{ recorded: boolean }>(
    `insert into bureau_message (bureau, message, kind, source, said_at, received_at, body, lines) values ($1, $2, $3, $4, $5, $6, $7::jsonb, $8)
     on conflict (bureau, message) do update set repeats = bureau_message.repeats + case when bureau_message.recorded_at is null then 0 else 1 end
     returning recorded_at is not null as recorded`,
    [given.bureau, given.message, given.kind, given.source, given.saidAt, now, JSON.stringify(given.body), given.lines],
  )
  return { isRecorded: row?.recorded === true }
}

/** Notes what became of a message. At most a hundred of the lines that did not fit are kept. */
export async function messageRecorded(
  tx: Transaction,
  bureau: string,
  message: string,
  end: { readonly recorded: number; readonly unmatched: readonly UnmatchedLine[]; readonly sentence: string },
  now: Date,
): Promise<void> {
  await tx.query(
    `update bureau_message set recorded_at = $3, recorded = $4, unmatched = $5::jsonb, sentence = $6 where bureau = $1 and message = $2`,
    [bureau, message, now, end.recorded, JSON.stringify(end.unmatched.slice(0, 100)), end.sentence],
  )
}

/** Messages that were kept and not recorded yet, oldest first, with what they say. What could not be read says nothing; it is given again. */
export async function unrecordedMessages(db: Queryable, bureau: string, limit: number): Promise<{ source: string; body: unknown }[]> {
  return db.query(
    `select source, body from bureau_message where bureau = $1 and recorded_at is null and kind <> 'unreadable' order by received_at, message limit $2`,
    [bureau, limit],
  )
}

const COLUMNS = `bureau, message, kind, source, said_at as "saidAt", received_at as "receivedAt", repeats, recorded_at as "recordedAt", lines, recorded,
  unmatched, sentence`

/** Newest first, behind a mark where one is given. */
export async function listMessages(
  db: Queryable,
  after: { at: Date; message: string } | undefined,
  limit: number,
): Promise<StoredMessage[]> {
  return db.query(
    `select ${COLUMNS} from bureau_message
     where $1::timestamptz is null or (received_at, message) < ($1, $2::uuid) order by received_at desc, message desc limit $3`,
    [after?.at ?? null, after?.message ?? null, limit],
  )
}

/** Forgets what was said before a moment, and was recorded. */
export async function forgetMessages(db: Queryable, before: Date): Promise<void> {
  await db.query('delete from bureau_message where received_at < $1 and recorded_at is not null', [before])
}

import type { Queryable, Transaction } from './database.ts'

/** One attempt to hand over a batch. One without an end is under way, or its node is gone: nobody knows how it ended. */
export interface BatchAttempt {
  readonly number: number
  readonly at: Date
  readonly endedAt: Date | null
  readonly outcome: 'taken' | 'not delivered' | 'unclear' | null
  readonly why: string | null
}

/** Notes an attempt to send, before it is made; what is not sealed is not sent. */
export async function noteAttempt(tx: Transaction, batchId: string, now: Date): Promise<void> {
  await tx.query(
    `with counted as (update batch set attempts = attempts + 1 where id = $1 and status = 'sealed' returning id, attempts)
     insert into batch_attempt (batch_id, number, at) select id, attempts, $2 from counted`,
    [batchId, now],
  )
}

/** Notes how an attempt ended. A batch that is not with the bureau yet shows the last trouble. */
export async function endAttempt(
  tx: Queryable,
  batchId: string,
  number: number,
  outcome: NonNullable<BatchAttempt['outcome']>,
  why: string | null,
  now: Date,
): Promise<void> {
  await tx.query(
    `with noted as (
       update batch_attempt set outcome = $3, why = $4, ended_at = $5 where batch_id = $1 and number = $2
     )
     update batch set last_error = $4 where id = $1 and status = 'sealed' and $4::text is not null`,
    [batchId, number, outcome, why, now],
  )
}

/** The attempts of a batch, oldest first; of many, the last hundred. */
export async function attemptsOf(db: Queryable, batchId: string): Promise<BatchAttempt[]> {
  const rows = await db.query<BatchAttempt>(
    `select number, at, ended_at as "endedAt", outcome, why from batch_attempt where batch_id = $1 order by number desc limit 100`,
    [batchId],
  )
  return rows.reverse()
}

import type { Queryable, Transaction } from './database.ts'

/** The object a mail is about. */
export interface MailAbout {
  readonly template: string
  readonly object: string
}

/** A mail that waits to be sent. */
export interface WaitingMail {
  readonly id: string
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly about: MailAbout | null
  readonly createdAt: Date
}

export async function insertMail(tx: Transaction, { id, to, subject, text, about, createdAt }: WaitingMail): Promise<void> {
  await tx.query(
    `insert into mail (id, recipient, subject, body, about_template, about_object, created_at) values ($1, $2, $3, $4, $5, $6, $7)`,
    [id, to, subject, text, about?.template ?? null, about?.object ?? null, createdAt],
  )
}

/** Undefined where it was sent or given up. */
export async function readWaitingMail(db: Queryable, id: string): Promise<WaitingMail | undefined> {
  const [found] = await db.query<Omit<WaitingMail, 'about'> & { template: string | null; object: string | null }>(
    `select id, recipient as "to", subject, body as "text", about_template as template, about_object as object, created_at as "createdAt"
     from mail where id = $1 and sent_at is null and given_up_at is null`,
    [id],
  )
  if (!found) return undefined
  const { template, object, ...mail } = found
  return { ...mail, about: template !== null && object !== null ? { template, object } : null }
}

/** That it went, and when, is all that stays of a mail; what was said and to whom is forgotten. */
export async function mailWent(db: Queryable, id: string, now: Date): Promise<void> {
  await db.query(
    `update mail set sent_at = $2, attempts = attempts + 1, recipient = null, subject = null, body = null, last_error = null
     where id = $1 and sent_at is null and given_up_at is null`,
    [id, now],
  )
}

/** @param why a sentence without personal data */
export async function mailFailed(db: Queryable, id: string, why: string): Promise<void> {
  await db.query('update mail set attempts = attempts + 1, last_error = $2 where id = $1 and sent_at is null and given_up_at is null', [
    id,
    why,
  ])
}

/** What was said and to whom is forgotten. Answers how often it was tried and what went wrong last; undefined where it does not wait any more. */
export async function giveUpMail(tx: Transaction, id: string, now: Date): Promise<{ attempts: number; why: string | null } | undefined> {
  const [given] = await tx.query<{ attempts: number; why: string | null }>(
    `update mail set given_up_at = $2, recipient = null, subject = null, body = null
     where id = $1 and sent_at is null and given_up_at is null returning attempts, last_error as why`,
    [id, now],
  )
  return given
}

import { schedulerActor } from '../identity/actor.ts'
import type { Transaction } from '../store/database.ts'
import { appendEntries, entryBy } from '../store/journal.ts'
import { giveUpMail, insertMail, type MailAbout, mailFailed, mailWent, readWaitingMail, type WaitingMail } from '../store/mail.ts'
import { MailNotSent } from './mailer.ts'
import { organisationOf } from './me.ts'
import type { World } from './world.ts'

/** What is to be said to somebody by mail. */
export interface Mail {
  /** One address. */
  readonly to: string
  readonly subject: string
  /** A few plain sentences. The name of the organisation is added below them. */
  readonly text: string
  /** The object it is about; in its history stands when the mail had to be given up. */
  readonly about?: MailAbout
}

/** A mail that could not be sent for so long is given up: what it says is probably not so any more. */
const PATIENCE = 24 * 3_600_000

/**
 * Queues a mail in the transaction of what it tells of: it is sent when that is committed, at least once, and given up after a day. Where
 * this installation has no way to send mails (no `SMTP_URL`), nothing is written and the answer is false, so that the caller can offer
 * another way, such as a link that is shown.
 */
export async function queueMail(
  world: Pick<World, 'mailer' | 'clock' | 'newId' | 'enqueue'>,
  tx: Transaction,
  mail: Mail,
): Promise<boolean> {
  if (!world.mailer) return false
  const id = world.newId()
  await insertMail(tx, { id, ...mail, about: mail.about ?? null, createdAt: world.clock.now() })
  await world.enqueue(tx, 'send-mail', { mail: id })
  return true
}

/** Sends a mail that waits; one that does not wait any more is left alone. Throws where it could not be sent and is to be tried again. */
export async function sendMail(world: World, id: string): Promise<void> {
  const mail = await readWaitingMail(world.db, id)
  if (!mail) return
  if (world.clock.now().getTime() - mail.createdAt.getTime() >= PATIENCE) return giveUp(world, mail)
  try {
    if (!world.mailer) throw new MailNotSent('There is no mail server in the settings of this node.')
    await world.mailer.send({ ...mail, text: `${mail.text}\n\n${await signature(world)}\n` })
  } catch (error) {
    if (error instanceof MailNotSent) await mailFailed(world.db, id, error.message)
    throw error
  }
  await mailWent(world.db, id, world.clock.now())
}

async function giveUp(world: World, { id, about }: WaitingMail): Promise<void> {
  const now = world.clock.now()
  await world.db.transaction(async (tx) => {
    const given = await giveUpMail(tx, id, now)
    if (!given) return
    const why = `A mail could not be sent for a day and was given up, after ${given.attempts} attempts. ${given.why ?? ''}`.trim()
    const told = { kind: 'other' as const, template: about?.template ?? null, objectId: about?.object ?? null, facts: { why } }
    await appendEntries(tx, [entryBy(schedulerActor, now, world.newId(), told)])
  })
}

const signature = async (world: World): Promise<string> =>
  `${await organisationOf(world)}, card desk. This mail was written by Cardinal; an answer to it is not read.`

/** How the codes reach their people with which they choose how to sign in: by mail, or as a letter that is printed. */
import type { Actor } from '../engine/permit.ts'
import { type Refusal, refuse } from '../engine/refusal.ts'
import { schedulerActor } from '../identity/actor.ts'
import { CODE_LIMIT, giveCode } from '../identity/one-time-code.ts'
import { isId } from '../kit/id.ts'
import { type AccountContact, accountByName, accountContacts, accountsByEmail } from '../store/account.ts'
import type { Transaction } from '../store/database.ts'
import { appendEntries, entryBy } from '../store/journal.ts'
import { type CodePurpose, hasCodeUntil, takeDeliveries } from '../store/one-time-code.ts'
import { queueMail } from './mail.ts'
import { organisationOf } from './me.ts'
import { signInWorld } from './sign-in-world.ts'
import type { World } from './world.ts'

/** What stands in a letter. */
export interface Letter {
  readonly accountId: string
  readonly purpose: CodePurpose
  readonly name: string
  readonly displayName: string
  readonly code: string
  readonly until: Date
}

/**
 * The letters of a run, for whoever began it, once: only now their codes are made, so that they are kept nowhere and nobody else has seen
 * them.
 */
export async function printLetters(world: World, actor: Actor, runId: string): Promise<Letter[] | Refusal> {
  if (!isId(runId) || actor.id === null) return noSuchLetter
  const until = new Date(world.clock.now().getTime() + CODE_LIMIT.handed)
  return world.db.transaction(async (tx) => {
    const deliveries = await takeDeliveries(tx, runId, actor.id)
    if (deliveries.length === 0) return noSuchLetter
    const contacts = await contactsOf(
      tx,
      deliveries.map(({ accountId }) => accountId),
    )
    const letters: Letter[] = []
    for (const { accountId, purpose } of deliveries) {
      const { name, displayName } = contacts.get(accountId) ?? { name: '', displayName: '' }
      const code = await giveCode(tx, signInWorld(world), { purpose, accountId, limit: CODE_LIMIT.handed })
      letters.push({ accountId, purpose, name, displayName, code, until })
      await note(world, tx, actor, accountId, '{actor} printed a letter with a code for {object}.')
    }
    return letters
  })
}

/** Mails the codes of a run; what was mailed before is not mailed again. */
export async function mailCodes(world: World, runId: string): Promise<void> {
  const organisation = await organisationOf(world)
  await world.db.transaction(async (tx) => {
    const deliveries = await takeDeliveries(tx, runId, null)
    const contacts = await contactsOf(
      tx,
      deliveries.map(({ accountId }) => accountId),
    )
    for (const { accountId, purpose } of deliveries) {
      const contact = contacts.get(accountId)
      if (contact) await mailCode(world, tx, organisation, contact, purpose)
    }
  })
}

/**
 * Somebody says that they forgot their password. Whether there is such an account is found out, and anything done about it, only by a job:
 * the answer, and how long it takes, is the same for every name.
 */
export async function forgot(world: World, named: string): Promise<Refusal | undefined> {
  if (!world.mailer) return noMails
  const found = await contactNamed(world, named.trim())
  await world.db.transaction((tx) => world.enqueue(tx, 'send-codes', { account: found }))
  return undefined
}

/** What the job does of that: mails a code, unless one was mailed a moment ago. */
export async function mailForgotten(world: World, accountId: string): Promise<void> {
  const now = world.clock.now().getTime()
  const organisation = await organisationOf(world)
  await world.db.transaction(async (tx) => {
    const contact = (await contactsOf(tx, [accountId])).get(accountId)
    if (!contact || contact.state === 'disabled') return
    if (await hasCodeUntil(tx, accountId, new Date(now + CODE_LIMIT.mailed - PAUSE))) return
    await note(world, tx, schedulerActor, accountId, 'On the sign-in page somebody said to have forgotten the password of {object}.')
    await mailCode(world, tx, organisation, contact, contact.state === 'invited' ? 'invitation' : 'reset')
  })
}

/** So often a person is written to who did not ask, where somebody else does. */
const PAUSE = 10 * 60_000

async function mailCode(
  world: World,
  tx: Transaction,
  organisation: string,
  { id, displayName, name, email }: AccountContact,
  purpose: CodePurpose,
): Promise<void> {
  if (email === null) return
  const code = await giveCode(tx, signInWorld(world), { purpose, accountId: id, limit: CODE_LIMIT.mailed })
  // What stands behind the number sign never leaves the browser, so it is in no log.
  const way = world.publicUrl ? `open ${world.publicUrl}/welcome#${code}` : `open the page /welcome of Cardinal and enter ${code}`
  const why =
    purpose === 'invitation'
      ? `You were given an account at the card desk of ${organisation}, with the sign-in name ${name}.`
      : 'Somebody asked to choose your password anew. If it was not you, ignore this mail: nothing was changed.'
  const text = `Dear ${displayName}\n\n${why}\n\nTo choose how you sign in, ${way}\n\nThis holds for an hour, and once.`
  const subject = purpose === 'invitation' ? `Your account at the card desk of ${organisation}` : 'Choose your password anew'
  await queueMail(world, tx, { to: email, subject, text, about: { template: 'account', object: id } })
}

async function contactNamed({ db }: World, named: string): Promise<string | null> {
  const [account, byEmail] = [await accountByName(db, named), await accountsByEmail(db, named)]
  const [only, another] = byEmail
  return account?.id ?? (another ? null : (only?.id ?? null))
}

const contactsOf = async (tx: Transaction, ids: readonly string[]): Promise<Map<string, AccountContact>> =>
  new Map((await accountContacts(tx, ids)).map((contact) => [contact.id, contact]))

const note = (world: World, tx: Transaction, actor: Actor, objectId: string, said: string): Promise<void> =>
  appendEntries(tx, [entryBy(actor, world.clock.now(), world.newId(), { kind: 'other', template: 'account', objectId, facts: { said } })])

const noSuchLetter = refuse(
  'no_such_letter',
  'There is no letter to print here, or it was printed already. Nothing was changed.',
  'Perform Reset password once more to get a new one.',
)
const noMails = refuse(
  'no_mail_server',
  'This installation sends no mails. Nothing was changed.',
  'Ask your helpdesk for a letter with a code.',
)

/** Tasks that help somebody in who cannot sign in any more: a code to choose anew how, what was lost, and what was mistyped too often. */
import { type Refusal, refuse } from '../engine/refusal.ts'
import { enumeration } from '../kit/enumeration.ts'
import { accountContacts, unlockAccounts } from '../store/account.ts'
import { type CodePurpose, insertDelivery } from '../store/one-time-code.ts'
import { grantsOf } from '../store/role-grant.ts'
import { removeSecondFactors } from '../store/second-factor.ts'
import { endSessionsOf } from '../store/session.ts'
import { type Glance, type Hand, type Held, NONE, type Refusals, type Task } from '../store/task.ts'

/** Why a code may not reach its person. */
export const DELIVERY_FAILS = {
  no_email: 'The account has no e-mail address.',
  no_mail_server: 'This installation sends no mails.',
}

const giveCode: Task = {
  label: 'Give a code to choose anew how to sign in',
  fails: {
    not_a_person: 'A program does not sign in.',
    own_account: 'Nobody needs this for themselves.',
    beyond_own: 'A letter for somebody who holds more would be a way to become them.',
    ...DELIVERY_FAILS,
  },
  foresee: async (glance, accounts) => inVain(glance, accounts, ownPassword),
  async run(hand, accounts) {
    const { tx, input } = hand
    const refusals = new Map(programsAmong(accounts))
    const [own, others] = apart(
      hand,
      accounts.filter(({ id }) => !refusals.has(id)),
    )
    for (const { id } of own) refusals.set(id, ownPassword)
    const ids = others.map(({ id }) => id)
    const contacts = new Map((await accountContacts(tx, ids)).map((contact) => [contact.id, contact]))
    const beyond = input['delivery'] === 'letter' ? await whoHoldMore(hand, ids) : new Set<string>()
    for (const id of ids) {
      const contact = contacts.get(id)
      const refusal = beyond.has(id) ? holdsMore : input['delivery'] === 'email' ? mailRefusal(hand, contact?.email ?? null) : undefined
      if (refusal) {
        refusals.set(id, refusal)
        continue
      }
      await deliverCode(hand, id, contact?.state === 'invited' ? 'invitation' : 'reset')
      hand.tell(id, { delivery: input['delivery'] === 'email' ? 'by e-mail' : 'as a letter' })
    }
    return refusals
  },
}

const removeSecondFactor: Task = {
  label: 'Remove what is asked for besides the password, and end the sessions',
  fails: {
    not_a_person: 'A program does not sign in.',
    own_account: 'Nobody needs this for themselves.',
    beyond_own: 'Together with a letter it would be a way to become somebody who holds more.',
  },
  foresee: async (glance, accounts) => inVain(glance, accounts, ownFactor),
  async run(hand, accounts) {
    const { tx, now } = hand
    const programs = programsAmong(accounts)
    const [own, others] = apart(
      hand,
      accounts.filter(({ id }) => !programs.has(id)),
    )
    const beyond = await whoHoldMore(hand, ids(others))
    const theirs = ids(others).filter((id) => !beyond.has(id))
    const removed = await removeSecondFactors(tx, theirs)
    await endSessionsOf(tx, theirs, 'the second factor was removed', now)
    for (const id of theirs) hand.tell(id, { what: enumeration(removed.get(id) ?? []) || 'there was none' })
    await hand.mail([...removed.keys()], {
      subject: 'Your second factor was removed',
      text: 'What you were asked for besides your password was removed, because somebody said that you had lost it. You sign in with your password now, and can set up another second factor under My account. If it was not you who asked, tell the administrator at once.',
    })
    return new Map([
      ...programs,
      ...own.map(({ id }) => [id, ownFactor] as const),
      ...[...beyond].map((id) => [id, factorHoldsMore] as const),
    ])
  },
}

const unlock: Task = {
  label: 'Forget the failures of the account',
  fails: {},
  async run({ tx }, accounts) {
    await unlockAccounts(
      tx,
      accounts.map(({ id }) => id),
    )
    return NONE
  },
}

const endEverySession: Task = {
  label: 'End every session of the account',
  fails: {},
  async run({ tx, now }, accounts) {
    await endSessionsOf(tx, ids(accounts), 'a user administrator ended it', now)
    return NONE
  },
}

export const signInTasks: Readonly<Record<string, Task>> = {
  'account.give-code': giveCode,
  'account.remove-second-factor': removeSecondFactor,
  'account.end-every-session': endEverySession,
  'account.unlock': unlock,
}

/** Has a code made when it is sent, or printed by whoever asked: it is in no input, no journal and no table before. */
export async function deliverCode(
  { tx, run, actor, input, now, enqueue }: Hand,
  accountId: string,
  purpose: Exclude<CodePurpose, 'first-administrator'>,
) {
  const isMail = input['delivery'] === 'email'
  await insertDelivery(tx, { runId: run.id, accountId, purpose, askedBy: isMail ? null : actor.id }, now)
  if (isMail) await enqueue('send-codes', { run: run.id })
}

/** Why nothing can be mailed to this address. */
export function mailRefusal({ mails }: Glance, email: string | null): Refusal | undefined {
  if (!mails)
    return refuse(
      'no_mail_server',
      'This installation sends no mails. Nothing was changed.',
      'Choose a letter, or have a mail server set up.',
    )
  if (email === null) return refuse('no_email', 'The account has no e-mail address. Nothing was changed.', 'Choose a letter instead.')
  return undefined
}

/** Which of these accounts may open something in Admin that whoever asks may not: nobody shall become an administrator by a letter. */
async function whoHoldMore({ tx, wordsOf, permissions }: Hand, ids: readonly string[]): Promise<Set<string>> {
  const holds = (word: string): boolean => permissions.reach(word).some(({ scope }) => scope === 'all')
  const grants = await grantsOf(tx, ids)
  const more = (role: string): boolean => (wordsOf(role) ?? []).some((word) => word.startsWith('admin:') && !holds(word))
  return new Set(grants.filter(({ role, scope }) => scope === 'all' && more(role)).map(({ accountId }) => accountId))
}

/** Nobody signs in with the account of a program: it asks with a token. */
const programsAmong = (accounts: readonly Held[]): Refusals =>
  new Map(accounts.filter(({ stored }) => stored.fields['kind'] === 'client').map(({ id }) => [id, notAPerson]))

/** For which accounts it is of no use to ask: programs', and one's own. */
const inVain = (glance: Glance, accounts: readonly Held[], own: Refusal): Refusals =>
  new Map([...apart(glance, accounts)[0].map(({ id }) => [id, own] as const), ...programsAmong(accounts)])

/** One's own accounts, and those of others. Two accounts of one person are both their own. */
export function apart({ actor }: Glance, accounts: readonly Held[]): [own: Held[], others: Held[]] {
  const isOwn = ({ id, stored }: Held): boolean =>
    id === actor.id || (stored.personId !== null && stored.personId === (actor.personId ?? undefined))
  return [accounts.filter(isOwn), accounts.filter((held) => !isOwn(held))]
}

const notAPerson = refuse(
  'not_a_person',
  'This is the account of a program, which does not sign in. Nothing was changed.',
  'Issue a token, or revoke those there are.',
)
const ownPassword = refuse('own_account', 'This is your own account. Nothing was changed.', 'Change your password under My account.')
const holdsMore = refuse(
  'beyond_own',
  'The account holds more than you do, and with a letter you could become its person. Nothing was changed.',
  'Send the code by e-mail, or ask an administrator.',
)
const ownFactor = refuse('own_account', 'This is your own account. Nothing was changed.', 'Change how you sign in under My account.')
const factorHoldsMore = refuse(
  'beyond_own',
  'The account holds more than you do, and with a letter besides you could become its person. Nothing was changed.',
  'Ask an administrator.',
)
const ids = (accounts: readonly Held[]): string[] => accounts.map(({ id }) => id)

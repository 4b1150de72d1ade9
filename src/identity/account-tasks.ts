import { account as template } from '../catalog/objects/account.ts'
import { user } from '../catalog/objects/user.ts'
import type { Input } from '../engine/form.ts'
import type { Grant, Scope } from '../engine/permit.ts'
import { type Refusal, refuse } from '../engine/refusal.ts'
import { insertAccount } from '../store/account.ts'
import { lockAccountsOf } from '../store/object.ts'
import { findPeople } from '../store/person.ts'
import { deleteGrants, insertGrants, othersWhoHold } from '../store/role-grant.ts'
import { endSessionsOf } from '../store/session.ts'
import { type Glance, type Hand, type Held, NONE, type Refusals, type Task } from '../store/task.ts'
import { beyondOwn } from './beyond-own.ts'
import { apart, DELIVERY_FAILS, deliverCode, mailRefusal, signInTasks } from './sign-in-tasks.ts'

/** Whoever holds this can give everything else out again. */
const ADMINISTRATOR = 'administrator'

const createAccount: Task = {
  label: 'Create the account',
  fails: {
    account_exists: 'Another account has this sign-in name.',
    no_such_user: 'No user has this employee number.',
    ...DELIVERY_FAILS,
  },
  async run(hand, accounts) {
    const { tx, input } = hand
    const number = text(input['employeeNumber'])
    const [person] = number === null ? [] : await findPeople(tx, user, { employeeNumbers: [number], emails: [] })
    if (number !== null && !person) return toAll(accounts, noSuchUser)
    const undeliverable = input['delivery'] === 'email' ? mailRefusal(hand, text(input['email'])) : undefined
    if (undeliverable) return toAll(accounts, undeliverable)
    const refusals = await enter(hand, accounts, 'person', person?.id ?? null)
    if (refusals.size === 0 && input['delivery'] !== 'none') for (const { id } of accounts) await deliverCode(hand, id, 'invitation')
    return refusals
  },
}

const createClient: Task = {
  label: 'Create the account of the program',
  fails: { account_exists: 'Another account has this sign-in name.' },
  run: (hand, accounts) => enter(hand, accounts, 'client', null),
}

/** Enters the account that the form describes, in the first state of its template. */
async function enter(hand: Hand, accounts: readonly Held[], kind: 'person' | 'client', personId: string | null): Promise<Refusals> {
  const { tx, input, template, now } = hand
  for (const { id } of accounts) {
    const account = {
      id,
      kind,
      name: text(input['name']) ?? '',
      displayName: text(input['displayName']) ?? '',
      email: text(input['email']),
      personId,
      passwordHash: null,
      state: template.initial,
    }
    if (!(await insertAccount(tx, account, now))) return toAll(accounts, accountExists)
    hand.made(template, id)
  }
  return NONE
}

const grantRole: Task = {
  label: 'Grant the role, if whoever grants it holds as much',
  fails: {
    own_account: 'Nobody grants anything to themselves.',
    no_such_role: 'There is no such role, or it is for a unit and none is named.',
    beyond_own: 'Nobody grants what they do not hold.',
  },
  async run(hand, accounts) {
    const { tx, input, actor, now } = hand
    const grant = { role: String(input['role']), scope: String(input['scope']) as Scope, unit: text(input['unit']) }
    const refusal = grantRefusal(hand, grant)
    if (refusal) return toAll(accounts, refusal)
    const [own, others] = apart(hand, accounts)
    const unit = grant.scope === 'unit' ? grant.unit : null
    await insertGrants(
      tx,
      others.map(({ id }) => ({
        ...grant,
        unit,
        id: hand.newId(),
        accountId: id,
        until: text(input['until']),
        grantedBy: actor.id,
        grantedAt: now,
      })),
    )
    for (const { id } of others)
      hand.tell(id, { role: hand.called(grant.role), scope: SCOPES[grant.scope], unit: unit === null ? '' : ` ${unit}` })
    return toAll(own, ownAccount)
  },
}

const SCOPES: Readonly<Record<Scope, string>> = { all: 'everybody', unit: 'the unit', own: 'their own' }

const withdrawRole: Task = {
  label: 'Withdraw the role in every scope',
  fails: {
    not_held: 'The account does not hold the role.',
    last_administrator: 'Nobody else could give roles out again.',
  },
  async run({ tx, input, called, tell }, accounts) {
    const role = String(input['role'])
    const ids = accounts.map(({ id }) => id)
    if (role === ADMINISTRATOR && (await othersWhoHold(tx, ADMINISTRATOR, ids)) === 0) return toAll(accounts, lastAdministrator)
    const had = await deleteGrants(tx, ids, role)
    for (const id of had) tell(id, { role: called(role) })
    return toAll(
      accounts.filter(({ id }) => !had.has(id)),
      notHeld(called(role)),
    )
  },
}

const endSessions: Task = {
  label: 'End the sessions of the account, unless it is the last that could give roles out',
  fails: {
    own_account: 'Nobody takes themselves out.',
    last_administrator: 'Nobody else could give roles out again.',
  },
  async run(hand, accounts) {
    const [own, others] = apart(hand, accounts)
    const ids = others.map(({ id }) => id)
    if (ids.length > 0 && (await othersWhoHold(hand.tx, ADMINISTRATOR, ids)) === 0) return toAll(accounts, lastAdministrator)
    await endSessionsOf(hand.tx, ids, 'the account was disabled', hand.now)
    return toAll(own, ownAccount)
  },
}

/** Whoever may no longer hold cards may not hand them out either. */
const disableOfUsers: Task = {
  label: 'Disable the accounts of the user, and end their sessions',
  fails: { last_administrator: 'Nobody else could give roles out again.' },
  async run(hand, users) {
    const accounts = await lockAccountsOf(
      hand.tx,
      template,
      users.map(({ id }) => id),
      ['invited', 'active'],
    )
    const ids = accounts.map(({ id }) => id)
    if (ids.length === 0) return NONE
    if ((await othersWhoHold(hand.tx, ADMINISTRATOR, ids)) === 0) {
      const holders = new Set(accounts.map(({ personId }) => personId))
      return toAll(
        users.filter(({ id }) => holders.has(id)),
        lastAdministrator,
      )
    }
    hand.move(template, accounts, 'disable')
    await endSessionsOf(hand.tx, ids, 'the user was taken out of use', hand.now)
    return NONE
  },
}

export const accountTasks: Readonly<Record<string, Task>> = {
  ...signInTasks,
  'account.create': createAccount,
  'account.create-client': createClient,
  'account.grant-role': grantRole,
  'account.withdraw-role': withdrawRole,
  'account.end-sessions': endSessions,
  'user.disable-accounts': disableOfUsers,
}

/** Why whoever asks may not grant this: it does not exist, or they do not hold all of it for as many people. */
function grantRefusal({ wordsOf, called, permissions }: Glance, wanted: Grant): Refusal | undefined {
  const words = wordsOf(wanted.role)
  if (!words)
    return refuse('no_such_role', `There is no role "${wanted.role}" that can be granted. Nothing was changed.`, 'Choose one of the list.')
  if (wanted.scope === 'unit' && wanted.unit === null)
    return refuse('no_such_role', 'The role is for a unit, and no unit is named. Nothing was changed.', 'Choose the unit.')
  const beyond = beyondOwn(permissions, words, wanted)
  if (beyond === undefined) return undefined
  return refuse(
    'beyond_own',
    `The role gives “${called(beyond)}”, which whoever grants it does not hold for as many people. Nothing was changed.`,
    'Ask somebody who holds it to grant it.',
  )
}

const ownAccount = refuse('own_account', 'This is your own account. Nothing was changed.', 'Ask another user administrator.')
const accountExists = refuse(
  'account_exists',
  'Another account has this sign-in name. Nothing was changed.',
  'Choose another sign-in name.',
)
const noSuchUser = refuse(
  'no_such_user',
  'No user has this employee number. Nothing was changed.',
  'Correct the number, or leave it out where the account belongs to no user.',
)
const lastAdministrator = refuse(
  'last_administrator',
  'Nobody else holds the role Administrator for everybody, so that nobody could give roles out again. Nothing was changed.',
  'Grant the role to somebody else first.',
)
const notHeld = (role: string): Refusal =>
  refuse('not_held', `The account does not hold the role "${role}". Nothing was changed.`, 'Look at what the account holds.')

const toAll = (accounts: readonly Held[], refusal: Refusal): Refusals => new Map(accounts.map(({ id }) => [id, refusal]))

const text = (value: Input[string]): string | null => (typeof value === 'string' && value !== '' ? value : null)

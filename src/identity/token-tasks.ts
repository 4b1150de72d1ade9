import { type Refusal, refuse } from '../engine/refusal.ts'
import { insertToken, revokeTokens } from '../store/api-token.ts'
import { grantsOf } from '../store/role-grant.ts'
import { type Hand, type Held, NONE, type Refusals, type Task } from '../store/task.ts'
import { isNetwork } from './api-token.ts'
import { beyondOwn } from './beyond-own.ts'

const MOST_DAYS = 366

const issue: Task = {
  label: 'Issue the token',
  fails: {
    not_a_client: 'A person signs in; tokens are for programs.',
    invalid_token: 'Its last day, its addresses or its permissions are not valid.',
    beyond_own: 'Nobody issues a token that may do more than they may.',
  },
  foresee: async (_, accounts) =>
    toAll(
      accounts.filter(({ stored }) => stored.fields['kind'] !== 'client'),
      notAClient,
    ),
  async run(hand, accounts) {
    const wanted = tokenIn(hand)
    const misfit = misfitOf(hand, wanted)
    if (misfit) return toAll(accounts, misfit)
    const refusals = new Map<string, Refusal>()
    const grants = await grantsOf(
      hand.tx,
      accounts.map(({ id }) => id),
    )
    for (const { id, stored } of accounts) {
      const mine = grants.filter(({ accountId }) => accountId === id)
      const beyond = mine
        .map((grant) => beyondOwn(hand.permissions, wordsGiven(hand, grant.role, wanted.only), grant))
        .find((word) => word !== undefined)
      if (stored.fields['kind'] !== 'client') refusals.set(id, notAClient)
      else if (beyond !== undefined) refusals.set(id, beyondOwnRefusal(hand.called(beyond)))
      else await insertToken(hand.tx, { ...wanted, id: hand.newId(), accountId: id, createdAt: hand.now, createdBy: hand.actor.id ?? '' })
    }
    return refusals
  },
}

const revoke: Task = {
  label: 'Revoke the tokens',
  fails: { no_such_token: 'The account has no such token that is not over.' },
  async run({ tx, input, now }, accounts) {
    const ids = accounts.map(({ id }) => id)
    const name = typeof input['label'] === 'string' ? input['label'] : null
    const had = await revokeTokens(tx, ids, name, now)
    return toAll(
      accounts.filter(({ id }) => !had.has(id)),
      noSuchToken,
    )
  },
}

export const tokenTasks: Readonly<Record<string, Task>> = { 'token.issue': issue, 'token.revoke': revoke }

interface Wanted {
  readonly name: string
  readonly expiresAt: Date
  readonly only: readonly string[] | null
  readonly addresses: readonly string[]
  readonly rate: number
}

function tokenIn({ input }: Hand): Wanted {
  const listed = (name: string): string[] =>
    String(input[name] ?? '')
      .split(/[\s,]+/)
      .filter(Boolean)
  const only = listed('only')
  return {
    name: String(input['label']),
    // Until the end of its last day, in UTC.
    expiresAt: new Date(`${String(input['expires'])}T23:59:59Z`),
    only: only.length > 0 ? only : null,
    addresses: listed('addresses'),
    rate: Number(input['rate']),
  }
}

function misfitOf({ now, wordsOf }: Hand, { expiresAt, only, addresses }: Wanted): Refusal | undefined {
  const days = (expiresAt.getTime() - now.getTime()) / 86_400_000
  const strange = addresses.find((address) => !isNetwork(address))
  const unknown = only?.find((word) => !word.includes(':') || !wordsOf(word))
  if (days < 0 || days > MOST_DAYS) return invalid('The last day is past, or more than a year away.', 'Choose a day within a year.')
  if (strange !== undefined) return invalid(`"${strange}" is neither an address nor a network.`, 'Write it like 10.0.0.0/8.')
  if (unknown !== undefined) return invalid(`There is no permission "${unknown}".`, 'Choose permissions that the account holds.')
  return undefined
}

/** What a grant gives by way of a token: of the words of its role those that the token names, or all. */
const wordsGiven = ({ wordsOf }: Hand, role: string, only: readonly string[] | null): string[] =>
  (wordsOf(role) ?? []).filter((word) => only === null || only.includes(word))

const invalid = (why: string, remedy: string): Refusal => refuse('invalid_token', `${why} Nothing was changed.`, remedy)

const notAClient = refuse(
  'not_a_client',
  'This is the account of a person, who signs in. Nothing was changed.',
  'Create an API client, and issue the token to that.',
)
const beyondOwnRefusal = (word: string): Refusal =>
  refuse(
    'beyond_own',
    `The token would give ${word}, which whoever issues it does not hold for as many people. Nothing was changed.`,
    'Name fewer permissions, or ask somebody who holds it.',
  )
const noSuchToken = refuse(
  'no_such_token',
  'The account has no such token that is not over. Nothing was changed.',
  'Look at the tokens of the account.',
)

const toAll = (accounts: readonly Held[], refusal: Refusal): Refusals =>
  accounts.length === 0 ? NONE : new Map(accounts.map(({ id }) => [id, refusal]))

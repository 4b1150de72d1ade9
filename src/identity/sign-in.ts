import { type Refusal, refuse } from '../engine/refusal.ts'
import { sha256 } from '../kit/hash.ts'
import { type Account, type AccountAtSignIn, acceptSignIn, accountByName, countFailure } from '../store/account.ts'
import type { Transaction } from '../store/database.ts'
import { appendEntries, entryBy } from '../store/journal.ts'
import type { Stage } from '../store/session.ts'
import { addressFailures, countAddressFailure } from '../store/sign-in-failure.ts'
import { actorOf } from './actor.ts'
import { isPassword } from './password.ts'
import { openSessionFor } from './session.ts'
import { NOWHERE, type SignInWorld, type Whence } from './sign-in-world.ts'

/** What the browser is given: the token for the cookie, and the token that proves that a request comes from our own page. */
export interface SignedIn {
  readonly token: string
  readonly csrf: string
  readonly account: Account
  /** What is still asked of them. */
  readonly stage: Stage
}

/** After five failures an account waits a minute, after each further one twice as long, an hour at most. */
export const LOCK = { tolerated: 5, seconds: 60, most: 3600 }

/**
 * Opens a session for whoever knows the name and the password. Everyone else gets one and the same refusal after about the same time, so
 * that a stranger does not learn which names exist, or which are locked or disabled. What really was the matter stands in the journal. An
 * address that failed for many names has to wait, whatever it tries.
 */
export async function signIn(
  world: SignInWorld,
  { name, password }: { name: string; password: string },
  whence: Whence = NOWHERE,
): Promise<SignedIn | Refusal> {
  const { db, clock, newId } = world
  const waits = await addressRefusal(world, whence)
  if (waits) return waits
  const account = await accountByName(db, name.trim())
  const right = await isPassword(account?.passwordHash, password)
  const now = clock.now()

  return db.transaction(async (tx) => {
    const stage = account && stageAfterPassword(world, account)
    if (!account || !right || !(await acceptSignIn(tx, account, stage === 'open', now))) {
      await countFailure(tx, account && !right ? account.id : null, LOCK, now)
      if (whence.address !== '' && !right) await countAddressFailure(tx, whence.address, markOf(name), now)
      const facts = { ...factsOfRefusal(account, right, now), ...(whence.address !== '' && { address: whence.address }) }
      await appendEntries(tx, [entryBy(somebody, now, newId(), { kind: 'refused', facts })])
      return REFUSED
    }
    return welcome(tx, world, account, { stage: stage ?? 'open', way: 'a password', whence })
  })
}

/** What is asked of somebody who gave the right password. */
export function stageAfterPassword(world: SignInWorld, account: AccountAtSignIn): Stage {
  const demanded = world.demandsSecondFactor?.(account) === true
  if (account.hasTotp || (demanded && account.hasPasskey)) return 'second-factor'
  return demanded ? 'set-up' : 'open'
}

/** Opens a session for somebody who has shown who they are, and says so in the journal where nothing more is asked. */
export async function welcome(
  tx: Transaction,
  world: SignInWorld,
  found: AccountAtSignIn,
  { stage, way, whence }: { stage: Stage; way: string; whence: Whence },
): Promise<SignedIn> {
  const account = plain(found)
  const { token, csrf } = await openSessionFor(tx, world, { accountId: account.id, stage, way, whence })
  if (stage !== 'second-factor') await journalSignIn(tx, world, account, way, whence)
  return { token, csrf, account, stage }
}

export async function journalSignIn(
  tx: Transaction,
  world: SignInWorld,
  account: Account,
  way: string,
  { address }: Whence,
): Promise<void> {
  const now = world.clock.now()
  const facts = { said: '{actor} signed in with {way}.', way, ...(address !== '' && { address }) }
  await appendEntries(tx, [entryBy(actorOf(account, now), now, world.newId(), { kind: 'signed-in', facts })])
}

/** The account without what only a sign-in needs to know. */
function plain({ passwordHash: _1, disabled: _2, lockedUntil: _3, hasTotp: _4, hasPasskey: _5, ...account }: AccountAtSignIn): Account {
  return account
}

/** An address may fail for so many names in a quarter of an hour; then it waits a minute, twice as long after each further one. */
const ADDRESS = { names: 10, within: 15 * 60_000, wait: 60_000, most: 15 * 60_000 }

/** Why an address has to wait, whoever wants to sign in from there; it tells nothing of any account. */
export async function addressRefusal({ db, clock }: SignInWorld, { address }: Whence): Promise<Refusal | undefined> {
  if (address === '') return undefined
  const now = clock.now().getTime()
  const { names, last } = await addressFailures(db, address, new Date(now - ADDRESS.within))
  if (names < ADDRESS.names || !last) return undefined
  const until = last.getTime() + Math.min(ADDRESS.wait * 2 ** (names - ADDRESS.names), ADDRESS.most)
  if (until <= now) return undefined
  return refuse(
    'too_many_requests',
    'From this address many names were tried in vain, so that it has to wait. Nothing was changed.',
    `Try again in ${Math.ceil((until - now) / 60_000)} minutes.`,
  )
}

/** Sixteen bits are enough to tell ten names apart, and fit millions of them. */
const markOf = (name: string): string => sha256(name.trim().toLowerCase()).slice(0, 4)

export const REFUSED = refuse(
  'sign_in_refused',
  'The name or the password is not right. Nothing was changed.',
  'Check both and try again; after several failures, try again later. An administrator can help.',
)

/** Why, for those who read the journal. What was typed is not kept: people type passwords where names belong. */
export function factsOfRefusal(
  account: AccountAtSignIn | undefined,
  right: boolean,
  now: Date,
  wrong = 'wrong password',
): Record<string, unknown> {
  const sentence = 'A sign-in was refused.'
  if (!account) return { sentence, why: 'unknown name' }
  if (account.disabled) return { sentence, why: 'disabled', account: account.id }
  if (account.lockedUntil && account.lockedUntil > now) return { sentence, why: 'locked', account: account.id }
  return { sentence, why: right ? 'locked meanwhile' : wrong, account: account.id }
}

/** Whoever did not come in; not even a name that exists is theirs yet. */
export const somebody = { kind: 'person', id: null, name: 'Somebody' } as const

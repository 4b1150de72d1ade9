import { type Refusal, refuse } from '../engine/refusal.ts'
import type { Clock } from '../kit/clock.ts'
import { type FillRandom, fillRandom, type NewId } from '../kit/id.ts'
import { type Account, type AccountAtSignIn, acceptSignIn, accountByName, countFailure } from '../store/account.ts'
import type { Database, Transaction } from '../store/database.ts'
import { appendEntries, entryBy } from '../store/journal.ts'
import { actorOf } from './actor.ts'
import { isPassword } from './password.ts'
import { openSessionFor } from './session.ts'

export interface SignInWorld {
  readonly db: Database
  readonly clock: Clock
  readonly newId: NewId
  /** Where the secrets of a session come from; the machine's own chance unless told. */
  readonly fillRandom?: FillRandom
}

/** What the browser is given: the token for the cookie, and the token that proves that a request comes from our own page. */
export interface SignedIn {
  readonly token: string
  readonly csrf: string
  readonly account: Account
}

/** After five failures an account waits a minute, after each further one twice as long, an hour at most. */
const LOCK = { tolerated: 5, seconds: 60, most: 3600 }

/**
 * Opens a session for whoever knows the name and the password. Everyone else gets one and the same refusal after about the same time, so
 * that a stranger does not learn which names exist, or which are locked or disabled. What really was the matter stands in the journal.
 */
export async function signIn(world: SignInWorld, { name, password }: { name: string; password: string }): Promise<SignedIn | Refusal> {
  const { db, clock, newId } = world
  const account = await accountByName(db, name.trim())
  const right = await isPassword(account?.passwordHash, password)
  const now = clock.now()

  return db.transaction(async (tx) => {
    if (!account || !right || !(await acceptSignIn(tx, account, now))) {
      await countFailure(tx, account && !right ? account.id : null, LOCK, now)
      await appendEntries(tx, [entryBy(somebody, now, newId(), { kind: 'refused', facts: factsOfRefusal(account, right, now) })])
      return REFUSED
    }
    return welcome(tx, world, account, now)
  })
}

const REFUSED = refuse(
  'sign_in_refused',
  'The name or the password is not right. Nothing was changed.',
  'Check both and try again; after several failures, try again later. An administrator can help.',
)

async function welcome(
  tx: Transaction,
  { newId, fillRandom: chance = fillRandom }: SignInWorld,
  found: AccountAtSignIn,
  now: Date,
): Promise<SignedIn> {
  const { passwordHash: _hash, disabled: _disabled, lockedUntil: _until, ...account } = found
  const session = await openSessionFor(tx, account.id, chance, now)
  await appendEntries(tx, [entryBy(actorOf(account, now), now, newId(), { kind: 'signed-in', facts: { said: '{actor} signed in.' } })])
  return { ...session, account }
}

/** Why, for those who read the journal. What was typed is not kept: people type passwords where names belong. */
function factsOfRefusal(account: AccountAtSignIn | undefined, right: boolean, now: Date): Record<string, unknown> {
  const sentence = 'A sign-in was refused.'
  if (!account) return { sentence, why: 'unknown name' }
  if (account.disabled) return { sentence, why: 'disabled', account: account.id }
  if (account.lockedUntil && account.lockedUntil > now) return { sentence, why: 'locked', account: account.id }
  return { sentence, why: right ? 'locked meanwhile' : 'wrong password', account: account.id }
}

/** Whoever did not come in; not even a name that exists is theirs yet. */
const somebody = { kind: 'person', id: null, name: 'Somebody' } as const

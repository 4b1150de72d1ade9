/** A second factor: the code of an authenticator app, a recovery code, or a passkey. */
import { type Refusal, refuse } from '../engine/refusal.ts'
import { type AccountAtSignIn, acceptSignIn, accountAtSignIn, countFailure } from '../store/account.ts'
import type { Queryable, Transaction } from '../store/database.ts'
import { appendEntries, entryBy } from '../store/journal.ts'
import { useRecoveryCode, useTotpStep } from '../store/second-factor.ts'
import { actorOf } from './actor.ts'
import { hashOfCode } from './code.ts'
import { checkUsedPasskey, countUse, type Site, type UsedPasskey } from './passkey.ts'
import { isPassword } from './password.ts'
import { proved, type Session } from './session.ts'
import { factsOfRefusal, journalSignIn, LOCK } from './sign-in.ts'
import type { SecretWorld, Whence } from './sign-in-world.ts'
import { stepOfCode } from './totp.ts'

/** What somebody shows besides: one of these. */
export interface Factor {
  readonly password?: string | undefined
  /** Six digits of the app. */
  readonly code?: string | undefined
  readonly recoveryCode?: string | undefined
  /** What the browser made of `passkeyToUse` for the purpose `prove`. */
  readonly passkey?: unknown
}

export const totpSecretOf = (accountId: string): string => `account/${accountId}/authenticator`

/** Lets somebody in who gave the right password before. Wrong ones count as wrong passwords do. Answers the session's new token. */
export async function giveSecondFactor(
  world: SecretWorld,
  site: Site | undefined,
  session: Session,
  factor: Omit<Factor, 'password'>,
  whence: Whence,
): Promise<{ token: string } | Refusal> {
  const shown = await show(world, site, session, { ...factor, password: undefined }, 'A second factor was refused.')
  if ('code' in shown) return shown
  return world.db.transaction(async (tx) => {
    const way = `a password and ${shown.way}`
    if (!(await shown.take(tx))) return wrongFactor
    await journalSignIn(tx, world, session.account, way, whence)
    return { token: await proved(tx, world, session, { stage: 'open', way }) }
  })
}

/** Notes that whoever is signed in proved once more who they are. Answers the session's new token. */
export async function proveIdentity(
  world: SecretWorld,
  site: Site | undefined,
  session: Session,
  factor: Factor,
): Promise<{ token: string } | Refusal> {
  const shown = await show(world, site, session, factor, 'A proof of identity was refused.')
  if ('code' in shown) return shown
  return world.db.transaction(async (tx) => {
    if (!(await shown.take(tx))) return wrongFactor
    const now = world.clock.now()
    const facts = { said: '{actor} proved who they are with {way}.', way: shown.way }
    await appendEntries(tx, [entryBy(actorOf(session.account, now), now, world.newId(), { kind: 'signed-in', facts })])
    return { token: await proved(tx, world, session, { stage: session.stage }) }
  })
}

/** Is this the password of whoever is signed in? A wrong one counts. */
export async function checkPassword(world: SecretWorld, session: Session, password: string): Promise<Refusal | undefined> {
  const shown = await show(world, undefined, session, { password }, 'A change of the password was refused.')
  return 'code' in shown ? shown : undefined
}

interface Shown {
  /** How, as sentences name it: `an authenticator app`. */
  readonly way: string
  /** Uses it up; false where it was used meanwhile, or the account was locked. */
  take(tx: Transaction): Promise<boolean>
}

async function show(
  world: SecretWorld,
  site: Site | undefined,
  { account: { id } }: Session,
  factor: Factor,
  sentence: string,
): Promise<Shown | Refusal> {
  const account = await accountAtSignIn(world.db, id)
  if (!account) return wrongFactor
  const found = await recognise(world, site, account, factor)
  if (found && !isLocked(account, world.clock.now())) {
    const take = async (tx: Transaction): Promise<boolean> => (await found.use(tx)) && acceptSignIn(tx, account, true, world.clock.now())
    return { way: found.way, take }
  }
  await countWrong(world, account, found !== undefined, sentence)
  return wrongFactor
}

async function recognise(
  world: SecretWorld,
  site: Site | undefined,
  account: AccountAtSignIn,
  { password, code, recoveryCode, passkey }: Factor,
): Promise<{ way: string; use(tx: Transaction): Promise<boolean> } | undefined> {
  const { id } = account
  if (password !== undefined)
    return (await isPassword(account.passwordHash, password)) ? { way: 'a password', use: async () => true } : undefined
  if (code !== undefined) {
    const step = account.hasTotp ? await stepIn(world, world.db, id, code) : undefined
    return step === undefined ? undefined : { way: 'an authenticator app', use: (tx) => useTotpStep(tx, id, step) }
  }
  if (recoveryCode !== undefined) {
    const hash = hashOfCode(recoveryCode)
    if (hash === undefined) return undefined
    // Used at once, for only that tells whether there is one; who is locked out has lost it.
    return (await useRecoveryCode(world.db, id, hash, world.clock.now())) ? { way: 'a recovery code', use: async () => true } : undefined
  }
  const used = site && passkey !== undefined ? await checkUsedPasskey(world, site, 'prove', passkey, id) : undefined
  return used && !('code' in used) ? { way: 'a passkey', use: (tx) => countUse(tx, world, used as UsedPasskey) } : undefined
}

/** The step whose code this is, by the secret that the account shares with its app. */
export async function stepIn(world: SecretWorld, db: Queryable, accountId: string, code: string): Promise<number | undefined> {
  const secret = await world.secrets.read(totpSecretOf(accountId), db)
  return secret === undefined ? undefined : stepOfCode(secret, code, world.clock.now())
}

async function countWrong({ db, clock, newId }: SecretWorld, account: AccountAtSignIn, right: boolean, sentence: string): Promise<void> {
  const now = clock.now()
  await db.transaction(async (tx) => {
    if (!right) await countFailure(tx, account.id, LOCK, now)
    const facts = { ...factsOfRefusal(account, right, now, 'wrong'), sentence }
    await appendEntries(tx, [entryBy(actorOf(account, now), now, newId(), { kind: 'refused', facts })])
  })
}

const isLocked = ({ lockedUntil }: AccountAtSignIn, now: Date): boolean => lockedUntil !== null && lockedUntil > now

const wrongFactor = refuse(
  'wrong_proof',
  'That is not right, or was used before. Nothing was changed.',
  'Try again; of an app, wait for its next code. After several failures, try again later.',
)

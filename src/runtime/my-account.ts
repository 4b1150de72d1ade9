/** My account: how somebody signs in, and where they are signed in. What gives a way in needs a proof that is not old. */
import { account as template } from '../catalog/objects/account.ts'
import type { Actor } from '../engine/permit.ts'
import { type Refusal, refuse } from '../engine/refusal.ts'
import { actorOf } from '../identity/actor.ts'
import { checkMadePasskey, keepPasskey, passkeyKnown, passkeyToMake, type Site } from '../identity/passkey.ts'
import { hashPassword } from '../identity/password.ts'
import { passwordRefusal } from '../identity/password-rules.ts'
import { checkPassword } from '../identity/second-factor.ts'
import { idleSince, proved, type Session } from '../identity/session.ts'
import { isId } from '../kit/id.ts'
import { accountContacts, writePassword } from '../store/account.ts'
import type { Queryable } from '../store/database.ts'
import { appendEntries, entryBy } from '../store/journal.ts'
import { deletePasskey, type Passkey, passkeysOf, renamePasskey } from '../store/passkey.ts'
import { type Factors, factorsOf, lockFactors } from '../store/second-factor.ts'
import { endSession, endSessionsOf, type ListedSession, sessionsOf } from '../store/session.ts'
import { organisationOf } from './me.ts'
import { refuseUnproved } from './proof.ts'
import { demandsSecondFactor, signInWorld } from './sign-in-world.ts'
import type { World } from './world.ts'

export interface MyAccountView {
  readonly name: string
  readonly displayName: string
  readonly email: string | null
  readonly factors: Factors
  readonly demandsSecondFactor: boolean
  readonly passkeys: readonly Passkey[]
  readonly sessions: readonly (ListedSession & { readonly isThis: boolean })[]
}

export async function readMyAccount(world: World, session: Session): Promise<MyAccountView> {
  const { account } = session
  const now = world.clock.now()
  const [[contact], factors, passkeys, sessions] = [
    await accountContacts(world.db, [account.id]),
    await factorsOf(world.db, account.id),
    await passkeysOf(world.db, account.id),
    await sessionsOf(world.db, account.id, now, idleSince(signInWorld(world), now)),
  ]
  return {
    name: account.name,
    displayName: account.displayName,
    email: contact?.email ?? null,
    factors,
    demandsSecondFactor: demandsSecondFactor(world, account),
    passkeys,
    sessions: sessions.map((each) => ({ ...each, isThis: each.id === session.id })),
  }
}

/** Changes a password, or gives a first one. All other sessions end, and this one gets another token, which is answered. */
export async function changePassword(
  world: World,
  session: Session,
  { current, password }: { current?: string | undefined; password: string },
): Promise<{ token: string } | Refusal> {
  const { account } = session
  const { hasPassword } = await factorsOf(world.db, account.id)
  const refusal = hasPassword
    ? await checkPassword(signInWorld(world), session, current ?? '')
    : await refuseUnproved(world, actorIn(world, session))
  if (refusal) return refusal
  const weak = await passwordRefusal(password, { ...account, organisation: await organisationOf(world) })
  if (weak) return weak
  const passwordHash = await hashPassword(password)
  return world.db.transaction(async (tx) => {
    await writePassword(tx, account.id, passwordHash)
    await endSessionsOf(tx, [account.id], 'the password was changed', world.clock.now(), session.id)
    await noteOwn(world, tx, session, '{actor} changed their password.')
    return { token: await proved(tx, signInWorld(world), session, { stage: session.stage }) }
  })
}

/** What the browser needs to make another passkey. */
export async function passkeyForMe(
  world: World,
  site: Site,
  session: Session,
): Promise<Awaited<ReturnType<typeof passkeyToMake>> | Refusal> {
  return (await refuseUnproved(world, actorIn(world, session))) ?? passkeyToMake(signInWorld(world), site, session.account)
}

/** Adds a passkey that a browser made. Where a second factor was still to be set up, that is done with it, and there is a new token. */
export async function addPasskey(
  world: World,
  site: Site,
  session: Session,
  { passkey, name }: { passkey: unknown; name: string },
): Promise<{ token: string | undefined } | Refusal> {
  const refusal = await refuseUnproved(world, actorIn(world, session))
  if (refusal) return refusal
  const made = await checkMadePasskey(signInWorld(world), site, passkey, session.account.id)
  if ('code' in made) return made
  return world.db.transaction(async (tx) => {
    if (!(await keepPasskey(tx, signInWorld(world), session.account.id, made, name.trim() || 'Passkey'))) return passkeyKnown
    await noteOwn(world, tx, session, '{actor} added a passkey.')
    return { token: session.stage === 'set-up' ? await proved(tx, signInWorld(world), session, { stage: 'open' }) : undefined }
  })
}

export async function nameMyPasskey(world: World, session: Session, id: string, name: string): Promise<Refusal | undefined> {
  return isId(id) && (await renamePasskey(world.db, session.account.id, id, name.trim() || 'Passkey')) ? undefined : noSuchPasskey
}

/** Removes a passkey, unless nobody could sign in without it. Other sessions end: it may be because it was lost. */
export async function removePasskey(world: World, session: Session, id: string): Promise<Refusal | undefined> {
  const refusal = await refuseUnproved(world, actorIn(world, session))
  if (refusal) return refusal
  const { account } = session
  return world.db.transaction(async (tx) => {
    const factors = await lockFactors(tx, account.id)
    const isLast = factors.passkeys === 1
    if (isLast && !factors.hasPassword && factors.links === 0) return lastWayIn
    if (isLast && factors.totpSince === null && demandsSecondFactor(world, account)) return factorDemanded
    if (!isId(id) || !(await deletePasskey(tx, account.id, id))) return noSuchPasskey
    await endSessionsOf(tx, [account.id], 'a passkey was removed', world.clock.now(), session.id)
    await noteOwn(world, tx, session, '{actor} removed a passkey.')
    return undefined
  })
}

/** Ends one of one's own sessions. */
export async function endMySession(world: World, session: Session, id: string): Promise<Refusal | undefined> {
  const ended = isId(id) && (await endSession(world.db, session.account.id, id, 'it was ended from another device', world.clock.now()))
  if (!ended) return noSuchSession
  await noteOwn(world, world.db, session, '{actor} ended another of their sessions.')
  return undefined
}

/** Ends all of one's own sessions but this one. */
export async function endMyOtherSessions(world: World, session: Session): Promise<void> {
  await endSessionsOf(world.db, [session.account.id], 'it was ended from another device', world.clock.now(), session.id)
  await noteOwn(world, world.db, session, '{actor} ended all their other sessions.')
}

/** Who acts in a session, with when they last proved who they are. */
export const actorIn = ({ clock }: Pick<World, 'clock'>, { account, provedAt }: Session): Actor => ({
  ...actorOf(account, clock.now()),
  provedAt,
})

/** Has the journal tell what somebody did about their own account. */
export async function noteOwn(world: World, on: Queryable, { account }: Session, said: string): Promise<void> {
  const now = world.clock.now()
  const told = { kind: 'other', template: template.name, objectId: account.id, facts: { said } } as const
  await appendEntries(on, [entryBy(actorOf(account, now), now, world.newId(), told)])
}

export const factorDemanded = refuse(
  'second_factor_demanded',
  'Without it this account would have no second factor, and has to have one. Nothing was changed.',
  'Set up another one first.',
)
const lastWayIn = refuse(
  'last_way_in',
  'This passkey is the only way to sign in with this account. Nothing was changed.',
  'Add another passkey, or choose a password first.',
)
const noSuchPasskey = refuse('no_such_passkey', 'This account has no such passkey. Nothing was changed.', 'Load the page again.')
const noSuchSession = refuse('no_such_session', 'This session has ended already. Nothing was changed.', 'Load the page again.')

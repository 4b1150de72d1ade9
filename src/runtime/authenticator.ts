/** One's own authenticator app, and the recovery codes that stand in for it. */
import { type Refusal, refuse } from '../engine/refusal.ts'
import { hashOfCode, someCode } from '../identity/code.ts'
import { totpSecretOf } from '../identity/second-factor.ts'
import { proved, type Session } from '../identity/session.ts'
import { someTotpSecret, stepOfCode, totpAddress } from '../identity/totp.ts'
import { fillRandom } from '../kit/id.ts'
import { squaresOf } from '../production/barcode.ts'
import type { Transaction } from '../store/database.ts'
import { lockFactors, writeRecoveryCodes, writeTotpSince } from '../store/second-factor.ts'
import { endSessionsOf } from '../store/session.ts'
import { organisationOf } from './me.ts'
import { actorIn, factorDemanded, noteOwn } from './my-account.ts'
import { refuseUnproved } from './proof.ts'
import { demandsSecondFactor, signInWorld } from './sign-in-world.ts'
import type { World } from './world.ts'

const RECOVERY_CODES = 10

/** What an app needs, to be scanned or typed; shown once. */
export interface NewAuthenticator {
  readonly secret: string
  readonly address: string
  readonly qr: ReturnType<typeof squaresOf>
}

/** Begins to set up an app: it counts only after a first code was given. The secret is kept sealed. */
export async function offerAuthenticator(world: World, session: Session): Promise<NewAuthenticator | Refusal> {
  const refusal = await refuseUnproved(world, actorIn(world, session))
  if (refusal) return refusal
  const { account } = session
  const secret = someTotpSecret(fillRandom)
  await world.secrets.write(world.db, offeredSecretOf(account.id), secret, account.displayName)
  const address = totpAddress(secret, account.name, await organisationOf(world))
  return { secret, address, qr: squaresOf(address) }
}

/** Takes the app that was offered, for whoever shows a code of it. Answers recovery codes, which are shown once, and a new token. */
export async function takeAuthenticator(
  world: World,
  session: Session,
  code: string,
): Promise<{ recoveryCodes: string[]; token: string } | Refusal> {
  const refusal = await refuseUnproved(world, actorIn(world, session))
  if (refusal) return refusal
  const { account } = session
  const secret = await world.secrets.read(offeredSecretOf(account.id))
  const now = world.clock.now()
  const step = secret === undefined ? undefined : stepOfCode(secret, code, now)
  if (secret === undefined || step === undefined) return wrongCode
  return world.db.transaction(async (tx) => {
    await world.secrets.write(tx, totpSecretOf(account.id), secret, account.displayName)
    await world.secrets.forget(offeredSecretOf(account.id), tx)
    await writeTotpSince(tx, account.id, now, step)
    const recoveryCodes = await giveRecoveryCodes(tx, account.id)
    await endSessionsOf(tx, [account.id], 'an authenticator app was set up', now, session.id)
    await noteOwn(world, tx, session, '{actor} set up an authenticator app.')
    return { recoveryCodes, token: await proved(tx, signInWorld(world), session, { stage: 'open' }) }
  })
}

/** New recovery codes in place of those there were. */
export async function renewRecoveryCodes(world: World, session: Session): Promise<{ recoveryCodes: string[] } | Refusal> {
  const refusal = await refuseUnproved(world, actorIn(world, session))
  if (refusal) return refusal
  return world.db.transaction(async (tx) => {
    if ((await lockFactors(tx, session.account.id)).totpSince === null) return noAuthenticator
    await noteOwn(world, tx, session, '{actor} had new recovery codes made.')
    return { recoveryCodes: await giveRecoveryCodes(tx, session.account.id) }
  })
}

/** Removes the app and its recovery codes, unless a second factor is demanded and there is no other. */
export async function removeAuthenticator(world: World, session: Session): Promise<Refusal | undefined> {
  const refusal = await refuseUnproved(world, actorIn(world, session))
  if (refusal) return refusal
  const { account } = session
  return world.db.transaction(async (tx) => {
    const { totpSince, passkeys } = await lockFactors(tx, account.id)
    if (totpSince === null) return noAuthenticator
    if (passkeys === 0 && demandsSecondFactor(world, account)) return factorDemanded
    await writeTotpSince(tx, account.id, null, null)
    await writeRecoveryCodes(tx, account.id, [])
    await world.secrets.forget(totpSecretOf(account.id), tx)
    await endSessionsOf(tx, [account.id], 'the authenticator app was removed', world.clock.now(), session.id)
    await noteOwn(world, tx, session, '{actor} removed their authenticator app.')
    return undefined
  })
}

async function giveRecoveryCodes(tx: Transaction, accountId: string): Promise<string[]> {
  const codes = Array.from({ length: RECOVERY_CODES }, () => someCode(fillRandom))
  await writeRecoveryCodes(
    tx,
    accountId,
    codes.map((code) => hashOfCode(code) ?? ''),
  )
  return codes
}

const offeredSecretOf = (accountId: string): string => `${totpSecretOf(accountId)}-offered`

const wrongCode = refuse(
  'wrong_proof',
  'This is not the code that the app shows now. Nothing was changed.',
  'Wait for its next code, and see that the clock of the telephone is right.',
)
const noAuthenticator = refuse('no_authenticator', 'This account has no authenticator app. Nothing was changed.', 'Set one up first.')

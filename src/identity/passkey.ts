/** Passkeys: W3C Web Authentication, with the person verified by their device. The signatures are left to @simplewebauthn/server. */
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '@simplewebauthn/server'
import { type Refusal, refuse } from '../engine/refusal.ts'
import { sha256 } from '../kit/hash.ts'
import type { Transaction } from '../store/database.ts'
import { countPasskeyUse, insertPasskey, type Passkey, passkeyByCredential, passkeysOf } from '../store/passkey.ts'
import { insertChallenge, takeChallenge } from '../store/sign-in-challenge.ts'
import { chanceOf, type SignInWorld } from './sign-in-world.ts'

/** Loaded when the first passkey is asked for: it takes a quarter of a second, which a start need not wait for. */
const library = (): Promise<typeof import('@simplewebauthn/server')> => import('@simplewebauthn/server')

/** Where the pages are, as browsers bind a passkey to it. */
export interface Site {
  /** The host name; never an address in numbers, to which no passkey can be bound. */
  readonly host: string
  /** `https://cards.example.org` */
  readonly origin: string
  readonly name: string
}

/** What a passkey is asked for; a challenge for the one is no good for the other. */
export type PasskeyPurpose = 'register' | 'sign-in' | 'prove'

const CHALLENGE_LIMIT = 5 * 60_000

/** What a browser needs to make a passkey for this account. */
export async function passkeyToMake(
  world: SignInWorld,
  site: Site,
  owner: { readonly id: string; readonly name: string; readonly displayName: string },
  accountId: string | null = owner.id,
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const known = accountId === null ? [] : await passkeysOf(world.db, accountId)
  const { generateRegistrationOptions } = await library()
  return generateRegistrationOptions({
    rpName: site.name,
    rpID: site.host,
    userID: Uint8Array.from(Buffer.from(owner.id.replaceAll('-', ''), 'hex')),
    userName: owner.name,
    userDisplayName: owner.displayName,
    challenge: await someChallenge(world, 'register', accountId, { owner: owner.id }),
    attestationType: 'none',
    excludeCredentials: known.map(({ credential, transports }) => ({ id: credential, transports: [...transports] })),
    // It is found without a name, and it stands for two factors: the device, and whatever opens it.
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })
}

/** A passkey that a browser made, as it was checked; it is still to be written. */
export type MadePasskey = Pick<Passkey, 'credential' | 'publicKey' | 'counter' | 'transports'> & { readonly owner: string }

export async function checkMadePasskey(
  world: SignInWorld,
  site: Site,
  answer: unknown,
  accountId: string | null,
): Promise<MadePasskey | Refusal> {
  const response = answer as RegistrationResponseJSON
  const challenge = challengeIn(response)
  const taken = challenge && (await takeChallenge(world.db, sha256(challenge), 'register', world.clock.now()))
  if (!challenge || !taken || taken.accountId !== accountId) return outdated
  const { verifyRegistrationResponse } = await library()
  const checked = await verifyRegistrationResponse({
    response,
    expectedChallenge: challenge,
    expectedOrigin: site.origin,
    expectedRPID: site.host,
    requireUserVerification: true,
  }).catch(() => undefined) // It throws at whatever does not fit, and says so to nobody but a developer.
  if (!checked?.verified) return notTaken
  const { id, publicKey, counter } = checked.registrationInfo.credential
  return { credential: id, publicKey, counter, transports: response.response.transports ?? [], owner: String(taken.facts['owner']) }
}

/** Writes a passkey that was checked. False where another account has it, or this one already. */
export const keepPasskey = (tx: Transaction, world: SignInWorld, accountId: string, made: MadePasskey, name: string): Promise<boolean> =>
  insertPasskey(tx, { ...made, id: world.newId(), accountId, name }, world.clock.now())

/** What a browser needs to use a passkey; for an account only its own, else whichever the person chooses. */
export async function passkeyToUse(
  world: SignInWorld,
  site: Site,
  purpose: Exclude<PasskeyPurpose, 'register'>,
  accountId: string | null = null,
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  const own = accountId === null ? [] : await passkeysOf(world.db, accountId)
  const { generateAuthenticationOptions } = await library()
  return generateAuthenticationOptions({
    rpID: site.host,
    challenge: await someChallenge(world, purpose, accountId, {}),
    userVerification: 'required',
    allowCredentials: own.map(({ credential, transports }) => ({ id: credential, transports: [...transports] })),
  })
}

/** The passkey that was used, and how often it says it was; its use is still to be counted with `countPasskeyUse`. */
export interface UsedPasskey {
  readonly passkey: Passkey
  readonly counter: number
}

export async function checkUsedPasskey(
  world: SignInWorld,
  site: Site,
  purpose: Exclude<PasskeyPurpose, 'register'>,
  answer: unknown,
  accountId: string | null = null,
): Promise<UsedPasskey | Refusal> {
  const response = answer as AuthenticationResponseJSON
  const challenge = challengeIn(response)
  const taken = challenge && (await takeChallenge(world.db, sha256(challenge), purpose, world.clock.now()))
  if (!challenge || !taken || taken.accountId !== accountId) return outdated
  const passkey = await passkeyByCredential(world.db, response.id)
  if (!passkey || (accountId !== null && passkey.accountId !== accountId)) return notTaken
  const { credential, publicKey, counter, transports } = passkey
  const { verifyAuthenticationResponse } = await library()
  const checked = await verifyAuthenticationResponse({
    response,
    expectedChallenge: challenge,
    expectedOrigin: site.origin,
    expectedRPID: site.host,
    credential: { id: credential, publicKey: new Uint8Array(publicKey), counter, transports: [...transports] },
    requireUserVerification: true,
  }).catch(() => undefined)
  return checked?.verified ? { passkey, counter: checked.authenticationInfo.newCounter } : notTaken
}

/** Counts the use of a passkey; false where another use was counted meanwhile that makes this one a copy. */
export const countUse = (tx: Transaction, world: SignInWorld, { passkey, counter }: UsedPasskey): Promise<boolean> =>
  countPasskeyUse(tx, passkey.id, counter, world.clock.now())

async function someChallenge(
  world: SignInWorld,
  purpose: PasskeyPurpose,
  accountId: string | null,
  facts: Record<string, unknown>,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(32)
  chanceOf(world)(bytes)
  const hash = sha256(Buffer.from(bytes).toString('base64url'))
  await insertChallenge(world.db, { hash, purpose, accountId, facts, expiresAt: new Date(world.clock.now().getTime() + CHALLENGE_LIMIT) })
  return bytes
}

/** The challenge that an answer is about, as the browser signed it; undefined where the answer is of no such form. */
function challengeIn(response: { readonly response?: { readonly clientDataJSON?: unknown } } | null): string | undefined {
  try {
    const data: unknown = JSON.parse(Buffer.from(String(response?.response?.clientDataJSON), 'base64url').toString('utf8'))
    return typeof data === 'object' && data !== null && 'challenge' in data ? String(data.challenge) : undefined
  } catch {
    return undefined
  }
}

const outdated = refuse(
  'passkey_refused',
  'The passkey was asked for too long ago, or for something else. Nothing was changed.',
  'Try again from the beginning.',
)
const notTaken = refuse(
  'passkey_refused',
  'This passkey is not known here, or could not be checked. Nothing was changed.',
  'Use another passkey, or sign in with your password.',
)
export const passkeyKnown = refuse(
  'passkey_known',
  'This passkey is registered already. Nothing was changed.',
  'Use it as it is, or choose another device.',
)

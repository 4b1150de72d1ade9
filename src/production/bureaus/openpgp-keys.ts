/**
 * OpenPGP keys as an administrator meets them: making a pair, and saying what a key is. The keys are of the kind that every OpenPGP program
 * of the last ten years reads (version 4, Ed25519 and Curve25519).
 */
import type { Key, KeyID } from 'openpgp'
import type { Clock } from '../../kit/clock.ts'

/** How far the clocks of the two sides may differ before anything is refused for its date: a time zone gone wrong, and an hour or two. */
export const CLOCK_SKEW = 26 * 3_600_000

export interface KeyPair {
  /** Armored, and locked with the passphrase. */
  readonly privateKey: string
  /** Armored; this one the bureau is given. */
  readonly publicKey: string
}

export interface KeyDescription {
  /** Forty hexadecimal digits in capitals, as `gpg --fingerprint` prints them without the spaces. */
  readonly fingerprint: string
  readonly userId: string
  /** Null: it does not expire. */
  readonly expires: Date | null
  /** Whether something can be encrypted for it, and whether what it signs is accepted, as of now. */
  readonly canEncrypt: boolean
  readonly canSign: boolean
  /** Whether the private part is in it, which belongs to nobody but its owner. */
  readonly isPrivate: boolean
}

/**
 * Makes a pair that signs and decrypts, and does not expire; it is replaced by entering another. It is dated a little over a day back,
 * since a machine whose clock is behind would refuse a key from its future, and with it all that the key has signed.
 * @param userId whose key it is, such as `Cardinal <cards@example.org>` or only a name
 */
export async function generateKeyPair(userId: string, passphrase: string, clock: Clock): Promise<KeyPair> {
  if (passphrase === '') throw new Error('A private key needs a passphrase.')
  const { generateKey } = await import('openpgp')
  const { privateKey, publicKey } = await generateKey({
    type: 'ecc',
    curve: 'ed25519Legacy',
    userIDs: userIdOf(userId),
    passphrase,
    date: new Date(clock.now().getTime() - CLOCK_SKEW),
    format: 'armored',
  })
  return { privateKey, publicKey }
}

/** What an armored key is, public or private, or in a sentence why it is none. */
export async function describeKey(armored: string, clock: Clock): Promise<KeyDescription | { readonly why: string }> {
  const key = await readArmored(armored)
  if (!key) return { why: 'This is not an armored OpenPGP key, which begins with -----BEGIN PGP and holds exactly one key.' }
  const now = clock.now()
  if (await key.isRevoked(undefined, undefined, now)) return { why: 'This key was revoked by its owner. Use the one that replaces it.' }
  const expires = await key.getExpirationTime()
  if (expires === null) return { why: 'This key is not signed by itself, or with methods that are no longer safe. Make a new one.' }
  return {
    fingerprint: fingerprintOf(key),
    userId: key.getUserIDs()[0] ?? '',
    expires: expires instanceof Date ? expires : null,
    canEncrypt: (await usableFrom(key, 'encrypt', now)) !== undefined,
    canSign: (await usableFrom(key, 'sign', now)) !== undefined,
    isPrivate: key.isPrivate(),
  }
}

/** The public part of an armored key, for whoever it is given to; undefined where the text is no key. */
export async function publicPartOf(armored: string): Promise<string | undefined> {
  return (await readArmored(armored))?.toPublic().armor()
}

/** The one key in an armored text; undefined where there is none, or more than one, or it cannot be read. */
export async function readArmored(armored: string): Promise<Key | undefined> {
  const { readKeys } = await import('openpgp')
  const keys = await readKeys({ armoredKeys: armored.trim() }).catch(() => [])
  return keys.length === 1 ? keys[0] : undefined
}

export const fingerprintOf = (key: Key): string => key.getFingerprint().toUpperCase()

/**
 * The date as of which the key can be used for this: now, or soon where its maker's clock is ahead; undefined where it cannot.
 * @param part the primary key or subkey it has to be; else any will do
 */
export async function usableFrom(key: Key, use: 'sign' | 'encrypt', now: Date, part?: KeyID): Promise<Date | undefined> {
  for (const date of [now, new Date(now.getTime() + CLOCK_SKEW)]) {
    try {
      await (use === 'sign' ? key.getSigningKey(part, date) : key.getEncryptionKey(part, date))
      return date
    } catch {} // Not as of this date; the reason is told by whoever asks.
  }
  return undefined
}

/** Why a key that cannot be used cannot be: what follows after its name in a sentence. */
export async function whyUnusable(key: Key, use: 'sign' | 'encrypt', now: Date): Promise<string> {
  if (await key.isRevoked(undefined, undefined, now)) return 'was revoked by its owner'
  const expires = await key.getExpirationTime()
  if (expires instanceof Date && expires <= now) return `expired on ${expires.toISOString().slice(0, 10)}`
  return use === 'sign' ? 'has no part that can sign today' : 'has no part that can be encrypted for today'
}

/** `Name <address>` in its parts; anything else is a name. */
function userIdOf(text: string): { name: string; email?: string } {
  const found = /^(.*?)\s*<([^<>\s]+@[^<>\s]+)>$/.exec(text.trim())
  return found ? { name: found[1] ?? '', email: found[2] ?? '' } : { name: text.trim() }
}

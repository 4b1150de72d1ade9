/** The keys of both sides, read from the definition of the bureau and its secrets, and looked at before anything is done with them. */
import type { Key, PrivateKey } from 'openpgp'
import type { ReadSecret } from '../bureau.ts'
import { readArmored, usableFrom, whyUnusable } from './openpgp-keys.ts'
import { Trouble } from './trouble.ts'

export interface Keyring {
  /** Ours, unlocked: it signs what goes out, and decrypts what comes. */
  readonly own: PrivateKey
  /** The one before it, which still decrypts while a rotation lasts. */
  readonly previous: PrivateKey | undefined
  /** The bureau's: what goes out is encrypted for the first, and what comes is signed by any. */
  readonly bureau: readonly Key[]
}

/**
 * Reads and unlocks all keys.
 * @throws Trouble where one cannot be read, does not open, or where ours can no longer sign
 */
export async function openKeyring(bureauKeys: readonly string[], secret: ReadSecret, now: Date): Promise<Keyring> {
  const own = await openOwnKey(secret, now)
  const previous = await openPreviousKey(secret)
  return { own, previous, bureau: await readBureauKeys(bureauKeys) }
}

/** Our key, unlocked and able to sign. */
export async function openOwnKey(secret: ReadSecret, now: Date): Promise<PrivateKey> {
  const own = await unlocked(secret, 'pgp-key', 'pgp-passphrase', 'Cardinal’s OpenPGP key for this bureau')
  if (!own) throw new Trouble('No OpenPGP key of Cardinal’s is entered for this bureau. Enter one, or have one made.')
  for (const use of ['sign', 'encrypt'] as const) {
    if (await usableFrom(own, use, now)) continue
    throw new Trouble(
      `Cardinal’s OpenPGP key for this bureau ${await whyUnusable(own, use, now)}. Enter another, and give it to the bureau.`,
    )
  }
  return own
}

/** Is this our key as it was entered, with the passphrase that was entered for it, if any? */
export async function opensWith(armored: string, passphrase: string | undefined): Promise<boolean> {
  const secret: ReadSecret = async (name) => (name === 'key' ? armored : passphrase)
  return unlocked(secret, 'key', 'passphrase', 'The key').then(
    () => true,
    () => false,
  )
}

/** The key before ours; undefined where none was entered. */
export function openPreviousKey(secret: ReadSecret): Promise<PrivateKey | undefined> {
  return unlocked(secret, 'pgp-key-previous', 'pgp-passphrase-previous', 'Cardinal’s previous OpenPGP key for this bureau')
}

/** The bureau's keys; whether they can be used is asked when they are. */
export async function readBureauKeys(armored: readonly string[]): Promise<Key[]> {
  const keys: Key[] = []
  for (const [at, text] of armored.entries()) {
    const key = await readArmored(text)
    if (!key) throw new Trouble(`${nameOfKey(at)} cannot be read. Enter it anew, as the armored public key that the bureau gave.`)
    if (key.isPrivate()) throw new Trouble(`${nameOfKey(at)} is a private key. Ask the bureau for its public key, and to replace this one.`)
    keys.push(key)
  }
  return keys
}

/** As a sentence begins: `The bureau’s OpenPGP key 2`. */
export const nameOfKey = (at: number): string => `The bureau’s OpenPGP key ${at + 1}`

async function unlocked(secret: ReadSecret, name: string, passphraseName: string, called: string): Promise<PrivateKey | undefined> {
  const armored = await secret(name)
  if (armored === undefined) return undefined
  const key = await readArmored(armored)
  if (!key?.isPrivate()) throw new Trouble(`${called} is not an armored private key. Enter it anew.`)
  if (key.isDecrypted()) return key
  const passphrase = await secret(passphraseName)
  if (passphrase === undefined) throw new Trouble(`${called} is locked, and no passphrase is entered for it. Enter ${passphraseName}.`)
  try {
    return await unlockOnce(key, armored, passphrase)
  } catch (error) {
    throw new Trouble(`${called} does not open with the passphrase that is entered for it. Enter both anew.`, { cause: error })
  }
}

/** To unlock a key is made slow on purpose; the batches of one release are signed with a key that was unlocked once. */
function unlockOnce(privateKey: PrivateKey, armored: string, passphrase: string): Promise<PrivateKey> {
  const name = `${passphrase}\n${armored}`
  const known = unlockedKeys.get(name)
  if (known) return known
  const unlocking = import('openpgp').then(({ decryptKey }) => decryptKey({ privateKey, passphrase }))
  unlockedKeys.set(name, unlocking)
  const forget = () => unlockedKeys.delete(name)
  unlocking.then(() => setTimeout(forget, UNLOCKED_FOR).unref(), forget)
  return unlocking
}

const UNLOCKED_FOR = 60_000
const unlockedKeys = new Map<string, Promise<PrivateKey>>()

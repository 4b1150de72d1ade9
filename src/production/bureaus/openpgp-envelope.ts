/**
 * The envelope around everything that passes over SFTP: signed by its sender, then encrypted for its receiver. What comes is trusted only
 * when it was signed by a key of the bureau's that is good today; the sentences of a refusal are for the bureau's engineer.
 */
import type { DecryptMessageResult, Key, KeyID, Message, PrivateKey } from 'openpgp'
import { type Keyring, nameOfKey } from './openpgp-keyring.ts'
import { CLOCK_SKEW, usableFrom, whyUnusable } from './openpgp-keys.ts'
import { Trouble } from './trouble.ts'

/**
 * Signs with our key and encrypts for the bureau's first.
 * @throws Trouble where the bureau's key cannot be encrypted for
 */
export async function seal(bytes: Uint8Array, { own, bureau }: Keyring, now: Date): Promise<Uint8Array> {
  const { createMessage, encrypt, sign } = await import('openpgp')
  const [receiver] = bureau
  const date = receiver && (await usableFrom(receiver, 'encrypt', now))
  if (!receiver || !date) {
    const why = receiver ? await whyUnusable(receiver, 'encrypt', now) : 'is not entered'
    throw new Trouble(`${nameOfKey(0)}, which batches are encrypted for, ${why}. Ask the bureau for its new key, and enter it.`)
  }
  // Two steps, since the signature says when it was made, and encryption is as of when the bureau's key is good.
  const signed = await sign({ message: await createMessage({ binary: bytes, date: now }), signingKeys: own, date: now, format: 'object' })
  return encrypt({ message: signed as Message<Uint8Array>, encryptionKeys: receiver, date, format: 'binary' })
}

/**
 * Decrypts what the bureau gave and verifies who signed it.
 * @param most how many bytes may be in it; a compressed message is not inflated beyond
 */
export async function unseal(
  bytes: Uint8Array,
  keyring: Keyring,
  now: Date,
  most: number,
): Promise<{ bytes: Uint8Array } | { why: string }> {
  const { decrypt } = await import('openpgp')
  const message = await readEnvelope(bytes)
  if (!message) return { why: 'It is not an OpenPGP message.' }
  const keys = keyring.previous ? [keyring.own, keyring.previous] : [keyring.own]
  const foreign = whyNotForUs(message, keys)
  if (foreign) return { why: foreign }
  try {
    const opened = await decrypt({
      message,
      decryptionKeys: keys,
      verificationKeys: [...keyring.bureau],
      format: 'binary',
      date: new Date(now.getTime() + CLOCK_SKEW),
      config: { maxDecompressedMessageSize: most + ROOM_FOR_SIGNATURES },
    })
    if (opened.data.length > most) return { why: tooLarge(most) }
    const why = await whyNotTrusted(opened.signatures, keyring.bureau, now)
    return why ? { why } : { bytes: opened.data }
  } catch (error) {
    if (/Maximum decompressed/.test(String(error))) return { why: tooLarge(most) }
    return { why: 'It cannot be decrypted: it is damaged, or was changed on its way.' }
  }
}

const ROOM_FOR_SIGNATURES = 100_000

const tooLarge = (most: number): string => `It holds more than ${most / 1024 / 1024} MB; give several smaller answers instead.`

/** Binary, or armored by an engineer who prefers it. */
async function readEnvelope(bytes: Uint8Array): Promise<Message<Uint8Array> | undefined> {
  const { readMessage } = await import('openpgp')
  const armored = Buffer.from(bytes.subarray(0, 27)).toString('latin1') === '-----BEGIN PGP MESSAGE-----'
  try {
    if (!armored) return await readMessage({ binaryMessage: bytes })
    return (await readMessage({ armoredMessage: Buffer.from(bytes).toString('latin1') })) as Message<never>
  } catch {
    return undefined
  }
}

function whyNotForUs(message: Message<Uint8Array>, keys: readonly PrivateKey[]): string | undefined {
  const receivers = message.getEncryptionKeyIDs()
  if (receivers.length === 0) return 'It is not encrypted for a key. Encrypt it for Cardinal’s.'
  const ours = keys.flatMap((key) => key.getKeyIDs())
  const forUs = receivers.some((receiver) => ours.some((id) => receiver.equals(id, true)))
  return forUs ? undefined : 'It is encrypted for another key than Cardinal’s. Ask for its present one.'
}

/** One good signature is enough: while the bureau changes its key it may sign with both. */
async function whyNotTrusted(
  signatures: DecryptMessageResult['signatures'],
  bureau: readonly Key[],
  now: Date,
): Promise<string | undefined> {
  let why: string | undefined
  for (const { keyID, verified } of signatures) {
    const at = bureau.findIndex((key) => key.getKeys(keyID).length > 0)
    const signer = bureau[at]
    const fault = signer ? await whyNotGood(signer, at, keyID, verified, now) : 'It is signed by a key that is none of the bureau’s.'
    if (fault === undefined) return undefined
    why ??= fault
  }
  return why ?? 'It is not signed. Sign it with the bureau’s key.'
}

async function whyNotGood(signer: Key, at: number, part: KeyID, verified: Promise<true>, now: Date): Promise<string | undefined> {
  if (!(await usableFrom(signer, 'sign', now, part))) return `${nameOfKey(at)}, which signed it, ${await whyUnusable(signer, 'sign', now)}.`
  try {
    await verified
    return undefined
  } catch (error) {
    if (/in the future/.test(String(error)))
      return 'Its signature is dated more than a day in the future. Check the clock of the machine that signs.'
    if (/[Ii]nsecure/.test(String(error))) return 'Its signature was made with a method that is no longer safe, such as SHA-1.'
    if (/expired|revoked|newer/.test(String(error))) return 'The key that signed it was not good when it did.'
    return 'Its signature does not fit what it holds: it was changed, or not signed by the bureau.'
  }
}

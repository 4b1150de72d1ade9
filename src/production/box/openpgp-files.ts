/**
 * The envelope around everything that passes over SFTP, from the bureau's side: what comes is decrypted, and taken only when Cardinal
 * signed it; what goes is signed and encrypted for Cardinal.
 */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Key, PrivateKey } from 'openpgp'
import { keptText } from './kept-text.ts'
import type { Surroundings } from './transport.ts'

export interface Envelopes {
  /** The file with the bureau's public key, for Cardinal. */
  readonly publicKeyFile: string
  /** Forty hexadecimal digits. */
  readonly fingerprint: string
  open(bytes: Uint8Array): Promise<{ readonly bytes: Uint8Array } | { readonly why: string }>
  /** Armored. */
  seal(text: string): Promise<string>
}

/** The clocks of the two sides may differ by so much before something is refused for its date. */
const CLOCK_SKEW = 26 * 3_600_000
const LARGEST = 600 * 1024 * 1024

/**
 * Makes the bureau's key pair where there is none. Ed25519 and Curve25519 of version 4, which every OpenPGP program of the last years
 * reads; dated a little back, so that a clock that is behind does not refuse it. The private key is not locked: it protects nothing real.
 * @param cardinalKey reads Cardinal's public key, each time it is needed, so that it may be put there or changed while the bureau runs
 */
export async function openEnvelopes(
  { folder, now }: Pick<Surroundings, 'folder' | 'now'>,
  cardinalKey: () => Promise<Key>,
): Promise<Envelopes> {
  const { createMessage, decrypt, encrypt, generateKey, readMessage, readPrivateKey } = await import('openpgp')
  const armored = await keptText(folder, '.bureau-key.private.asc', async () => {
    const date = new Date(now().getTime() - CLOCK_SKEW)
    const made = await generateKey({ type: 'ecc', curve: 'ed25519Legacy', userIDs: { name: 'Bureau in a box' }, date, format: 'armored' })
    return made.privateKey
  })
  const own: PrivateKey = await readPrivateKey({ armoredKey: armored })
  const publicKeyFile = join(folder, 'bureau-key.asc')
  await writeFile(publicKeyFile, own.toPublic().armor())

  return {
    publicKeyFile,
    fingerprint: own.getFingerprint().toUpperCase(),
    async open(bytes) {
      const verificationKeys = await cardinalKey()
      const isArmored = Buffer.from(bytes.subarray(0, 10)).toString('latin1') === '-----BEGIN'
      try {
        const message = isArmored
          ? await readMessage({ armoredMessage: Buffer.from(bytes).toString('latin1') })
          : await readMessage({ binaryMessage: bytes })
        const date = new Date(now().getTime() + CLOCK_SKEW)
        const config = { maxDecompressedMessageSize: LARGEST }
        const opened = await decrypt({ message, decryptionKeys: own, verificationKeys, format: 'binary', date, config })
        const [signature, ...others] = opened.signatures
        if (!signature) return { why: 'It is not signed.' }
        const isSigned = await Promise.any([signature, ...others].map(({ verified }) => verified)).catch(() => false)
        return isSigned ? { bytes: opened.data as Uint8Array } : { why: 'It is not signed by Cardinal’s key, or was changed.' }
      } catch {
        return { why: 'It cannot be decrypted: it is not an OpenPGP message for the bureau’s key, or was changed.' }
      }
    },
    async seal(text) {
      const message = await createMessage({ binary: new Uint8Array(Buffer.from(text)), date: now() })
      return encrypt({ message, encryptionKeys: await cardinalKey(), signingKeys: own, date: now(), format: 'armored' })
    },
  }
}

/** The public key in a file. Throws a sentence where there is none. */
export async function readPublicKey(path: string): Promise<Key> {
  const { readKey } = await import('openpgp')
  const text = await readFile(path, 'utf8').catch(() => undefined)
  if (text === undefined) throw new Error(`Cardinal’s OpenPGP public key is not there. Put it into ${path}, armored.`)
  const key = await readKey({ armoredKey: text }).catch(() => undefined)
  if (!key || key.isPrivate()) throw new Error(`${path} is not an armored OpenPGP public key. Replace it by Cardinal’s.`)
  return key
}

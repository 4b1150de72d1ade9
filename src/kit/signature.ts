/** Signatures of texts: Ed25519, keys as PEM, signatures in base64. The same text and key give the same signature. */
import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import { sha256 } from './hash.ts'

/** Who can sign. The private key does not leave it. */
export interface Signer {
  readonly keyId: string
  /** PEM, for whoever wants to verify. */
  readonly publicKey: string
  /** Ed25519 over the text in UTF-8, in base64. */
  sign(text: string): string
}

/** A private key is made of so many bytes of chance. */
export const SEED_BYTES = 32

/** The private key of a seed, as PEM (PKCS #8). */
export function privateKeyOf(seed: Uint8Array): string {
  if (seed.length !== SEED_BYTES) throw new Error(`A seed is ${SEED_BYTES} bytes long, and this one ${seed.length}.`)
  const key = createPrivateKey({ key: Buffer.concat([PKCS8_OF_ED25519, seed]), format: 'der', type: 'pkcs8' })
  return key.export({ format: 'pem', type: 'pkcs8' }).toString()
}

/** Throws where the key is not an Ed25519 private key. */
export function signerOf(privateKeyPem: string): Signer {
  const key = createPrivateKey(privateKeyPem)
  if (key.asymmetricKeyType !== 'ed25519') throw new Error('A signing key is an Ed25519 private key, and this is another.')
  const publicKey = createPublicKey(key)
  return {
    keyId: idOf(publicKey),
    publicKey: publicKey.export({ format: 'pem', type: 'spki' }).toString(),
    sign: (text) => sign(null, Buffer.from(text), key).toString('base64'),
  }
}

/** Those who sign with the private keys in a text: as PEM, or 32 bytes in base64, with commas or line ends between; undefined where it holds anything else. */
export function signersIn(text: string): Signer[] | undefined {
  const pems = text.match(/-----BEGIN PRIVATE KEY-----[^-]+-----END PRIVATE KEY-----/g) ?? []
  const seeds = text
    .replace(/-----BEGIN PRIVATE KEY-----[^-]+-----END PRIVATE KEY-----/g, '')
    .split(/[\s,]+/)
    .filter((word) => word !== '')
    .map((word) => Buffer.from(word, 'base64'))
  if (pems.length + seeds.length === 0 || seeds.some(({ length }) => length !== SEED_BYTES)) return undefined
  try {
    return [...pems, ...seeds.map(privateKeyOf)].map(signerOf)
  } catch {
    return undefined
  }
}

/** The id of a public key, the first 16 hexadecimal digits of SHA-256 of its 32 bytes; undefined where the PEM is no Ed25519 public key. */
export function keyIdOf(publicKeyPem: string): string | undefined {
  const key = publicKeyIn(publicKeyPem)
  return key && idOf(key)
}

/** Whether the holder of this key signed exactly this text. What is no key, or no signature, verifies nothing. */
export function verifySignature(publicKeyPem: string, text: string, signature: string): boolean {
  const key = publicKeyIn(publicKeyPem)
  const bytes = Buffer.from(signature, 'base64')
  return key !== undefined && bytes.toString('base64') === signature && verify(null, Buffer.from(text), key, bytes)
}

/** What stands before the seed in PKCS #8 (RFC 8410). */
const PKCS8_OF_ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex')

/** A private key is not taken for its public one: whoever is given one as a public key must hear of it. */
function publicKeyIn(pem: string): KeyObject | undefined {
  if (!pem.includes('-----BEGIN PUBLIC KEY-----')) return undefined
  try {
    const key = createPublicKey(pem)
    return key.asymmetricKeyType === 'ed25519' ? key : undefined
  } catch {
    return undefined
  }
}

/** The raw key is the end of its DER. */
const idOf = (publicKey: KeyObject): string => sha256(publicKey.export({ format: 'der', type: 'spki' }).subarray(-32)).slice(0, 16)

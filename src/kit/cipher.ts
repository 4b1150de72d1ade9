/**
 * Encrypts short texts that are kept: AES-256-GCM, as `v1.<key id>.<nonce>.<ciphertext and tag>`, the last two in base64url. What a text
 * belongs to is bound in as associated data, so that it cannot be passed off as another's. Where keys are kept is not known here.
 */
import { createCipheriv, createDecipheriv } from 'node:crypto'
import { sha256 } from './hash.ts'

export interface CipherKey {
  /** Tells which key sealed a text, and nothing of the key. */
  readonly id: string
  readonly bytes: Uint8Array
}

/** The length of a nonce, in bytes. It is made by chance for each text; one that is used twice with a key gives both texts away. */
export const NONCE_BYTES = 12
export const KEY_BYTES = 32

export function cipherKeyOf(bytes: Uint8Array): CipherKey {
  if (bytes.length !== KEY_BYTES) throw new Error(`A key is ${KEY_BYTES} bytes long, and this one ${bytes.length}.`)
  return { id: sha256(Buffer.concat([Buffer.from('cardinal cipher key '), bytes])).slice(0, 16), bytes }
}

/**
 * The keys in a text, in their order: each 32 bytes in base64, separated by commas or white space; a line that begins with `#` is a remark.
 * Undefined where there is none, or where anything else stands in it.
 */
export function cipherKeysIn(text: string): readonly CipherKey[] | undefined {
  const words = text
    .replaceAll(/^\s*#.*$/gm, '')
    .split(/[\s,]+/)
    .filter(Boolean)
  const keys = words.map((word) => {
    const bytes = Buffer.from(word, 'base64')
    return bytes.length === KEY_BYTES && bytes.toString('base64') === padded(word) ? cipherKeyOf(bytes) : undefined
  })
  const right = keys.filter((key) => key !== undefined)
  return right.length > 0 && right.length === keys.length ? right : undefined
}

/** @param nonce `NONCE_BYTES` of chance, never given before */
export function encrypt(key: CipherKey, plaintext: string, associated: string, nonce: Uint8Array): string {
  if (nonce.length !== NONCE_BYTES) throw new Error(`A nonce is ${NONCE_BYTES} bytes long, and this one ${nonce.length}.`)
  const cipher = createCipheriv('aes-256-gcm', key.bytes, nonce).setAAD(Buffer.from(associated))
  const body = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final(), cipher.getAuthTag()])
  return `v1.${key.id}.${Buffer.from(nonce).toString('base64url')}.${body.toString('base64url')}`
}

/** The id of the key that a text was sealed with; undefined where it is no such text. */
export const keyIdIn = (sealed: string): string | undefined => SEALED.exec(sealed)?.[1]

/** The plaintext; undefined where any part was changed, the key is another, or it was sealed for something else. */
export function decrypt(key: CipherKey, sealed: string, associated: string): string | undefined {
  const [, id, nonce = '', text = ''] = SEALED.exec(sealed) ?? []
  const body = Buffer.from(text, 'base64url')
  if (id !== key.id || body.length < TAG_BYTES || body.toString('base64url') !== text) return undefined
  const decipher = createDecipheriv('aes-256-gcm', key.bytes, Buffer.from(nonce, 'base64url'), { authTagLength: TAG_BYTES })
  decipher.setAAD(Buffer.from(associated)).setAuthTag(body.subarray(-TAG_BYTES))
  try {
    return Buffer.concat([decipher.update(body.subarray(0, -TAG_BYTES)), decipher.final()]).toString('utf8')
  } catch {
    return undefined
  }
}

const TAG_BYTES = 16
const SEALED = /^v1\.([0-9a-f]{16})\.([\w-]{16})\.([\w-]+)$/

const padded = (word: string): string => word.padEnd(Math.ceil(word.length / 4) * 4, '=')

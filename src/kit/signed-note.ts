/**
 * Signed notes, as C2SP specifies them (https://c2sp.org/signed-note): a text, an empty line, and a line for each signature. A key has a name;
 * its public half is written `name+hash+base64`, which tools for transparency logs read.
 */
import { createHash, createPublicKey } from 'node:crypto'
import { type Signer, verifySignature } from './signature.ts'

/** Who signs notes. */
export interface NoteSigner {
  /** The public key, as `name+hash+base64`. */
  readonly verifier: string
  /** A line of signature for this text. */
  sign(text: string): string
}

export interface Note {
  /** It ends with a line feed. */
  readonly text: string
  readonly signatures: readonly { readonly name: string; readonly hash: string; readonly signature: string }[]
}

/** The key signs under this name, which holds no blank and no plus. */
export function noteSigner(name: string, signer: Signer): NoteSigner {
  const key = Buffer.concat([ED25519, rawOf(signer.publicKey)])
  const hash = keyHash(name, key)
  return {
    verifier: `${name}+${hash.toString('hex')}+${key.toString('base64')}`,
    sign: (text) => `— ${name} ${Buffer.concat([hash, Buffer.from(signer.sign(text), 'base64')]).toString('base64')}\n`,
  }
}

/** A note with the signatures of all of them. */
export const signNote = (text: string, signers: readonly NoteSigner[]): string =>
  `${text}\n${signers.map(({ sign }) => sign(text)).join('')}`

/** Reads a note without believing it; undefined for what is none. */
export function readNote(note: string): Note | undefined {
  const end = note.lastIndexOf('\n\n')
  if (end < 0 || !note.endsWith('\n')) return undefined
  const lines = note.slice(end + 2, -1).split('\n')
  const signatures = lines.map((line) => /^— ([^ +]+) ([A-Za-z0-9+/]+={0,2})$/.exec(line))
  if (signatures.some((found) => !found)) return undefined
  return {
    text: note.slice(0, end + 1),
    signatures: signatures.map((found) => {
      const bytes = Buffer.from(found?.[2] ?? '', 'base64')
      return { name: found?.[1] ?? '', hash: bytes.subarray(0, 4).toString('hex'), signature: bytes.subarray(4).toString('base64') }
    }),
  }
}

/** The first of these public keys that signed the note; undefined where none did. */
export const signedBy = ({ text, signatures }: Note, verifiers: readonly string[]): string | undefined =>
  verifiers.find((verifier) => {
    const key = readVerifier(verifier)
    return signatures.some(
      ({ name, hash, signature }) =>
        key?.name === name && key.hash === hash && key.publicKey !== undefined && verifySignature(key.publicKey, text, signature),
    )
  })

/** A public key in words; undefined for what is none, or whose hash is not that of the key. */
export function readVerifier(verifier: string): { name: string; hash: string; publicKey: string } | undefined {
  const [, name, hash, base64] = /^([^ +]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)$/.exec(verifier) ?? []
  if (name === undefined || hash === undefined || base64 === undefined) return undefined
  const key = Buffer.from(base64, 'base64')
  if (key.length !== 33 || key[0] !== 1 || keyHash(name, key).toString('hex') !== hash) return undefined
  return { name, hash, publicKey: pemOf(key.subarray(1)) }
}

/** The kind of signature, which stands before the key. */
const ED25519 = Buffer.from([1])
const SPKI_OF_ED25519 = Buffer.from('302a300506032b6570032100', 'hex')

const keyHash = (name: string, key: Buffer): Buffer => createHash('sha256').update(`${name}\n`).update(key).digest().subarray(0, 4)

const rawOf = (pem: string): Buffer => createPublicKey(pem).export({ format: 'der', type: 'spki' }).subarray(-32)

const pemOf = (raw: Uint8Array): string =>
  createPublicKey({ key: Buffer.concat([SPKI_OF_ED25519, raw]), format: 'der', type: 'spki' })
    .export({ format: 'pem', type: 'spki' })
    .toString()

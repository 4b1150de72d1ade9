/**
 * The evidence of a card: files that say what became of it, and a signed list of them. `index.json` is canonical JSON with the SHA-256 of
 * every other file; `index.sig` is the signature of it, so that not a byte of any file can be changed unseen.
 */
import { type Static, Type } from 'typebox'
import { canonical, sha256 } from '../kit/hash.ts'
import type { Signer } from '../kit/signature.ts'
import { type ArchivedMessage, packFiles } from './bureaus/archive.ts'

export const INDEX = 'index.json'
export const SIGNATURE = 'index.sig'
export const SIGNING_KEYS = 'keys/signing-keys.pem'
export const JOURNAL_KEYS = 'keys/journal-keys.txt'

const closed = { additionalProperties: false }

export const EvidenceIndex = Type.Object(
  {
    format: Type.Literal('cardinal-evidence'),
    version: Type.Literal(1),
    at: Type.String({ description: 'When it was made.' }),
    by: Type.Object(
      { kind: Type.String(), account: Type.Union([Type.String(), Type.Null()]) },
      { ...closed, description: 'Who asked for it: the id of their account.' },
    ),
    organisation: Type.String(),
    card: Type.Object({ id: Type.String(), number: Type.Union([Type.Integer(), Type.Null()]) }, closed),
    files: Type.Array(Type.Object({ name: Type.String(), bytes: Type.Integer(), sha256: Type.String() }, closed)),
    leftOut: Type.Array(Type.String(), { description: 'What is not in it, and why, a sentence each.' }),
  },
  closed,
)
export type EvidenceIndex = Static<typeof EvidenceIndex>

/** The files as an archive (ZIP), with the list of them and its signature at the end. */
export async function packEvidence(
  files: readonly ArchivedMessage[],
  about: Omit<EvidenceIndex, 'format' | 'version' | 'at' | 'files'>,
  signer: Signer,
  now: Date,
): Promise<Uint8Array> {
  const index = canonical({
    format: 'cardinal-evidence',
    version: 1,
    at: now.toISOString(),
    ...about,
    files: files.map(({ name, bytes }) => ({ name, bytes: bytes.length, sha256: sha256(bytes) })),
  } satisfies EvidenceIndex)
  const signature = `${signer.keyId} ${signer.sign(signedEvidence(index))}\n`
  return packFiles([...files, { name: INDEX, bytes: Buffer.from(index) }, { name: SIGNATURE, bytes: Buffer.from(signature) }], now)
}

/** The text that is signed, of an index in canonical JSON. */
export const signedEvidence = (index: string): string => `cardinal evidence ${sha256(index)}`

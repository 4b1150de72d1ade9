/** What a checkpoint says (https://c2sp.org/tlog-checkpoint): of which journal it is, how many entries it covers, and the hash over them. */
import { HASH_BYTES } from '../kit/merkle.ts'
import { type NoteSigner, readNote, signNote } from '../kit/signed-note.ts'

export interface Checkpoint {
  readonly origin: string
  readonly size: number
  readonly root: Buffer
  /** The whole of it, with its signatures. */
  readonly note: string
}

export function makeCheckpoint(origin: string, size: number, root: Buffer, signers: readonly NoteSigner[]): Checkpoint {
  return { origin, size, root, note: signNote(`${origin}\n${size}\n${root.toString('base64')}\n`, signers) }
}

/** Reads a checkpoint without believing it; undefined for what is none. */
export function readCheckpoint(note: string): Checkpoint | undefined {
  const [origin, size, base64] = readNote(note)?.text.split('\n') ?? []
  const root = Buffer.from(base64 ?? '', 'base64')
  if (!origin || !/^(0|[1-9]\d{0,14})$/.test(size ?? '') || root.length !== HASH_BYTES) return undefined
  return { origin, size: Number(size), root, note }
}

/** Every checkpoint in a text, such as a file that they are appended to, or a mail. */
export const checkpointsIn = (text: string): Checkpoint[] =>
  [...text.replaceAll('\r\n', '\n').matchAll(/[^\n]+\n\d+\n[A-Za-z0-9+/=]+\n\n(?:— [^\n]+\n)+/g)].flatMap(
    ([note]) => readCheckpoint(note) ?? [],
  )

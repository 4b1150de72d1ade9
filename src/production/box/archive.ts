/** The archive (ZIP) that a batch comes in with its photos. It is read into memory: nothing of it is written anywhere. */
import type { Readable } from 'node:stream'
import type { ZipFile } from 'yauzl'
import { sha256 } from '../../kit/hash.ts'

const MB = 1024 * 1024
const LARGEST_ENTRY = 64 * MB
const LARGEST_ARCHIVE = 512 * MB
const MOST_ENTRIES = 10_001

export interface UnpackedBatch {
  readonly text: Uint8Array
  /** By their SHA-256; what their names say is not believed. */
  readonly photos: ReadonlyMap<string, Uint8Array>
}

/** The message and the photos of an archive, or in a sentence why it is not taken. */
export async function unpackBatch(bytes: Uint8Array): Promise<UnpackedBatch | { readonly why: string }> {
  const { fromBufferPromise } = await import('yauzl')
  try {
    return await readEntries(
      await fromBufferPromise(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), { strictFileNames: true }),
    )
  } catch (error) {
    return { why: error instanceof TooMuch ? error.message : 'It holds no archive (ZIP) that can be read.' }
  }
}

async function readEntries(zip: ZipFile): Promise<UnpackedBatch | { readonly why: string }> {
  if (zip.entryCount > MOST_ENTRIES) return { why: `The archive has more than ${MOST_ENTRIES} entries.` }
  let text: Uint8Array | undefined
  const photos = new Map<string, Uint8Array>()
  let left = LARGEST_ARCHIVE
  for await (const entry of zip.eachEntry()) {
    const content = await readAll(await zip.openReadStreamPromise(entry), Math.min(left, LARGEST_ENTRY))
    left -= content.length
    if (entry.fileName === 'message.json') text = content
    else if (entry.fileName.startsWith('photos/')) photos.set(sha256(content), content)
  }
  return text ? { text, photos } : { why: 'The archive has no message.json.' }
}

/** Its sentence is for whoever gave the archive. */
class TooMuch extends Error {}

async function readAll(stream: Readable, most: number): Promise<Uint8Array> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of stream as AsyncIterable<Buffer>) {
    size += part.length
    if (size > most) throw new TooMuch(`Unpacked, it is larger than ${LARGEST_ENTRY / MB} MB a file or ${LARGEST_ARCHIVE / MB} MB in all.`)
    parts.push(part)
  }
  return Buffer.concat(parts)
}

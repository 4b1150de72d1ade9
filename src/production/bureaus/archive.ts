/**
 * The archive (ZIP) that a batch travels in with its photos, and the one in which a bureau may give many answers at once. What a bureau
 * gives is taken for hostile until it is read: only what was counted while inflating is believed, never what a header says.
 */
import type { Readable } from 'node:stream'
import type { Entry, ZipFile } from 'yauzl'
import { sha256 } from '../../kit/hash.ts'
import type { SealedPhoto } from '../bureau.ts'
import { LARGEST_MESSAGE } from '../contract/read-message.ts'
import { Trouble } from './trouble.ts'

export const LARGEST_ARCHIVE = 100 * 1024 * 1024
const MOST_ENTRIES = 1_000

/** A message of an archive, not yet read. */
export interface ArchivedMessage {
  readonly name: string
  readonly bytes: Uint8Array
}

/**
 * `message.json`, and each photo once as `photos/<sha256>.<jpg, png or webp>`. Photos are stored as they are, since they are compressed.
 * @throws Trouble where a photo is not the one that the batch names, or of a kind that no bureau prints
 */
export async function packArchive(message: string, photos: readonly SealedPhoto[], now: Date): Promise<Uint8Array> {
  const once = [...new Map(photos.map((each) => [each.sha256, each])).values()]
  return packFiles(
    [
      { name: 'message.json', bytes: Buffer.from(message) },
      ...once.map((photo) => ({ name: photoName(photo), bytes: photo.bytes, isCompressed: true })),
    ],
    now,
  )
}

/** An archive of these files, in their order; what is compressed already is stored as it is. */
export async function packFiles(files: readonly (ArchivedMessage & { readonly isCompressed?: boolean })[], now: Date): Promise<Uint8Array> {
  const { default: yazl } = await import('yazl')
  const zip = new yazl.ZipFile()
  for (const { name, bytes, isCompressed = false } of files)
    zip.addBuffer(asBuffer(bytes), name, { mtime: now, mode: 0o100640, compress: !isCompressed })
  const bytes = readAll(zip.outputStream as Readable, Number.POSITIVE_INFINITY)
  zip.end()
  return bytes
}

/** The messages of an archive in the order of their names, or in a sentence why it is refused. Nothing is written anywhere. */
export async function unpackArchive(bytes: Uint8Array): Promise<{ messages: ArchivedMessage[] } | { why: string }> {
  const read = await unpack(bytes, whyNotAnEntry)
  if ('why' in read) return read
  const names = [...read.files.keys()].sort()
  return { messages: names.map((name) => ({ name, bytes: read.files.get(name) ?? new Uint8Array() })) }
}

/** The files of an archive by their names, which may lie in folders; or in a sentence why it is refused. Nothing is written anywhere. */
export const unpackFiles = (bytes: Uint8Array): Promise<Unpacked> =>
  unpack(bytes, (entry) => (entry.isEncrypted() ? 'The archive is locked with a password.' : undefined))

type Unpacked = { files: ReadonlyMap<string, Uint8Array> } | { why: string }

async function unpack(bytes: Uint8Array, whyNot: (entry: Entry) => string | undefined): Promise<Unpacked> {
  const { default: yauzl } = await import('yauzl')
  try {
    return await readEntries(await yauzl.fromBufferPromise(asBuffer(bytes), { strictFileNames: true }), whyNot)
  } catch (error) {
    if (error instanceof TooMuch) return { why: error.message }
    // yauzl names what is wrong, and the entry with it; the name may be about a person, so it is not repeated.
    return { why: UNSAFE.test(String(error)) ? LEADS_AWAY : 'It is not an archive (ZIP) that can be read, or it is damaged.' }
  }
}

async function readEntries(zip: ZipFile, whyNot: (entry: Entry) => string | undefined): Promise<Unpacked> {
  if (zip.entryCount > MOST_ENTRIES) return { why: `The archive has more than ${MOST_ENTRIES} entries; give several archives instead.` }
  const files = new Map<string, Uint8Array>()
  let left = LARGEST_ARCHIVE
  for await (const entry of zip.eachEntry()) {
    const why = whyNot(entry)
    if (why) return { why }
    if (files.has(entry.fileName)) return { why: `The archive has two entries of the same name, ${entry.fileName}.` }
    const bytes = await readAll(await zip.openReadStreamPromise(entry), Math.min(left, LARGEST_MESSAGE))
    left -= bytes.length
    files.set(entry.fileName, bytes)
  }
  return files.size === 0 ? { why: 'The archive is empty.' } : { files }
}

function whyNotAnEntry(entry: Entry): string | undefined {
  if (/[/\\]/.test(entry.fileName)) return LEADS_AWAY
  const kind = (entry.externalFileAttributes >>> 16) & 0o170000
  if (kind !== 0 && kind !== 0o100000) return 'The archive holds a link or another thing that is not a file.'
  if (!ENTRY_NAME.test(entry.fileName))
    return 'The archive has an entry whose name is not up to 120 letters, digits, dots, hyphens and underscores that end in .json.'
  return entry.isEncrypted() ? 'The archive is locked with a password. The OpenPGP envelope around it is enough.' : undefined
}

/** Thrown while inflating; its sentence is for the bureau. */
class TooMuch extends Error {}

async function readAll(stream: Readable, most: number): Promise<Uint8Array> {
  const chunks: Buffer[] = []
  let size = 0
  // Leaving the loop early destroys the stream, and with it what is still packed.
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > most)
      throw new TooMuch(`Unpacked, it is larger than ${LARGEST_MESSAGE / MB} MB a message or ${LARGEST_ARCHIVE / MB} MB in all.`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function photoName({ sha256: hash, mediaType, bytes }: SealedPhoto): string {
  const ending = ENDINGS[mediaType]
  if (!ending) throw new Trouble('A photo is neither JPEG, PNG nor WebP. Replace it, and order the card again.')
  if (sha256(bytes) !== hash) throw new Trouble('A photo is not the one that was sealed with the batch. Look for what changed it.')
  return `photos/${hash}.${ending}`
}

const MB = 1024 * 1024
const ENTRY_NAME = /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,114}\.json$/
const ENDINGS: Readonly<Record<string, string>> = { 'image/jpeg': 'jpg', 'image/png': 'png', 'image/webp': 'webp' }
const LEADS_AWAY = 'The archive has an entry in a folder or with a path; messages lie in it side by side.'
const UNSAFE = /absolute path|invalid relative path|invalid characters in fileName/

const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)

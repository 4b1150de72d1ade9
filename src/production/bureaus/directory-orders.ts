/** What Cardinal says to a bureau that is reached through a directory: one whole file a message in `orders/`, and its photos before it. */
import { constants } from 'node:fs'
import { lstat, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { canonical, sha256 } from '../../kit/hash.ts'
import { isId, type NewId } from '../../kit/id.ts'
import { NotDelivered, type Receipt, type SealedPhoto } from '../bureau.ts'
import type { OrderBatch, Recall } from '../contract/message.ts'
import { messageText } from '../contract/read-message.ts'
import { makeInside, staysInside } from './own-folder.ts'
import { codeOf, isSystemError, reasonOf } from './system-error.ts'
import { giveName, reveal, stage, sweep, syncFolder } from './whole-file.ts'

/**
 * Hands a batch over. Again with the same batch it does no harm: a file that is there stays as it is.
 * @param photos at least those that the manifest names; others are left out
 */
export async function submitBatch(folder: string, batch: OrderBatch, photos: readonly SealedPhoto[], newId: NewId): Promise<Receipt> {
  const { number, batch: id } = batch.manifest
  if (!isId(id) || id !== batch.message || !Number.isSafeInteger(number) || number < 0)
    throw new Error('This batch has no id or no number, so it cannot be handed over.')
  const what = `batch ${number}`
  return handOver(folder, { what, name: `batch-${number}-${id}.json`, message: batch, photos: photoFiles(batch, photos, what) }, newId)
}

/** Hands a recall over. Again with the same recall it does no harm. */
export async function submitRecall(folder: string, recall: Recall, newId: NewId): Promise<Receipt> {
  if (!isId(recall.message)) throw new Error('This recall has no id, so it cannot be handed over.')
  return handOver(folder, { what: 'the recall', name: `recall-${recall.message}.json`, message: recall, photos: new Map() }, newId)
}

interface HandedOver {
  /** As a sentence calls it. */
  readonly what: string
  readonly name: string
  readonly message: OrderBatch | Recall
  readonly photos: ReadonlyMap<string, Uint8Array>
}

async function handOver(folder: string, { what, name, message, photos }: HandedOver, newId: NewId): Promise<Receipt> {
  const orders = join(folder, 'orders')
  const staged = await orNotDelivered(what, orders, async () => {
    await staysInside(folder, 'orders')
    if (await isThere(join(orders, name), message, what)) return undefined
    if (photos.size > 0) await writePhotos(folder, photos, what, newId)
    return stage(orders, name, messageText(message), newId())
  })
  try {
    // The attempt that put the file there may have ended before its name was on the disk.
    if (staged) await reveal(staged, orders, name)
    else await syncFolder(orders)
  } catch (error) {
    throw new Error(`It is unclear whether ${what} reached the bureau: ${reasonOf(error, orders)}`, { cause: error })
  }
  // What a killed attempt left behind is of no use, and is tried again with the next.
  await sweep(orders, [name]).catch(() => undefined)
  if (photos.size > 0) await sweep(join(folder, PHOTOS), photos.keys()).catch(() => undefined)
  return { answers: [] }
}

/** What fails while nothing is visible to the bureau was definitely not delivered. */
async function orNotDelivered<T>(what: string, orders: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!isSystemError(error)) throw error
    throw notDelivered(what, reasonOf(error, orders), error)
  }
}

const notDelivered = (what: string, reason: string, cause?: Error): NotDelivered =>
  new NotDelivered(`${what.charAt(0).toUpperCase()}${what.slice(1)} was not handed over: ${reason}`, { cause })

/** Whether this very message is in its place. Another content in its place is a bug of either side, and is left alone. */
async function isThere(path: string, message: OrderBatch | Recall, what: string): Promise<boolean> {
  let text: string
  try {
    text = await readFile(path, { encoding: 'utf8', flag: constants.O_RDONLY | constants.O_NOFOLLOW })
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false
    throw error
  }
  if (contentOf(parsed(text)) === contentOf(message)) return true
  throw new Error(`The file of ${what} is there already, with another content. It was left as it is.`)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** What a message asks for, whenever it is said. */
function contentOf(message: unknown): unknown {
  const { hash, lines } = (message ?? {}) as { hash?: unknown; lines?: unknown }
  return hash ?? canonical(lines)
}

const PHOTOS = join('orders', 'photos')

const ENDINGS: Readonly<Record<string, string>> = { 'image/jpeg': 'jpg', 'image/png': 'png', 'image/webp': 'webp' }

/** The photos that the batch names, by the names of their files. Nothing is handed over where one of them is not what it should be. */
function photoFiles({ manifest }: OrderBatch, photos: readonly SealedPhoto[], what: string): Map<string, Uint8Array> {
  const given = new Map(photos.map((photo) => [photo.sha256, photo]))
  const files = new Map<string, Uint8Array>()
  for (const { order, photo: hash } of manifest.orders) {
    if (hash === null) continue
    const photo = given.get(hash)
    const ending = ENDINGS[photo?.mediaType ?? '']
    if (!photo) throw notDelivered(what, `the photo of order ${order} is missing.`)
    if (!ending) throw notDelivered(what, `the photo of order ${order} is neither a JPEG, a PNG nor a WebP.`)
    const name = `${hash}.${ending}`
    if (!files.has(name) && sha256(photo.bytes) !== hash)
      throw notDelivered(what, `the photo of order ${order} is not the one that was sealed.`)
    files.set(name, photo.bytes)
  }
  return files
}

/** A photo that another batch brought is there already, and whole; so it is left as it is. */
async function writePhotos(folder: string, photos: ReadonlyMap<string, Uint8Array>, what: string, newId: NewId): Promise<void> {
  const target = join(folder, PHOTOS)
  const made = await makeInside(folder, PHOTOS)
  for (const [name, bytes] of photos) {
    if (await photoIsThere(join(target, name), name, bytes.length, what)) continue
    await giveName(await stage(target, name, bytes, newId()), target, name)
  }
  // Their names last before the batch is revealed that needs them.
  await syncFolder(target)
  if (made) await syncFolder(join(folder, 'orders'))
}

async function photoIsThere(path: string, name: string, size: number, what: string): Promise<boolean> {
  const found = await lstat(path).catch((error) => {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  })
  if (!found) return false
  if (found.isFile() && found.size === size) return true
  throw notDelivered(what, `photos/${name} is there already, and is not that photo. It was left as it is.`)
}

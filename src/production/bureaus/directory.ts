/**
 * A bureau that is reached through a directory which both sides can see: batches go into `orders/`, answers come from `answers/`. The
 * contract for the bureau's side is docs/bureau/directory.md. What is deliberately absent: deleting anything of the bureau's, and
 * creating the folders when a batch is handed over, since a share that is not mounted looks just like a folder that is empty.
 */
import { constants, type Stats } from 'node:fs'
import { type FileHandle, lstat, mkdir, open, readdir, readFile, realpath, rename, writeFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { sha256 } from '../../kit/hash.ts'
import type { NewId } from '../../kit/id.ts'
import { type Answer, BUREAU, type Bureau, NotDelivered, type Receipt } from '../bureau.ts'
import type { Manifest } from '../manifest.ts'
import { LARGEST_ANSWER, readAnswerFile } from './answer-file.ts'
import { batchFileName, batchFileText } from './batch-file.ts'
import { reveal, stage, sweep, syncFolder } from './whole-file.ts'

export interface DirectorySettings {
  readonly folder: string
  /** What people call the bureau. */
  readonly label: string
  /** Told of each answer that was refused. Neither the name nor the sentence holds personal data. */
  refused?(file: string, why: string): void
}

export function directoryBureau(settings: DirectorySettings, newId: NewId): Bureau {
  return {
    name: BUREAU,
    label: settings.label,
    connector: 'directory',
    submit: (manifest, hash) => submit(settings.folder, manifest, hash, newId),
    collect: () => collect(settings),
  }
}

/** Creates the folder and those in it, where they are missing. For whoever sets the bureau up; the connector itself never does it. */
export async function prepareFolder(folder: string): Promise<void> {
  for (const name of ['orders', join('answers', 'done'), join('answers', 'refused')]) await mkdir(join(folder, name), { recursive: true })
}

async function submit(folder: string, manifest: Manifest, hash: string, newId: NewId): Promise<Receipt> {
  const text = batchFileText(manifest, hash)
  const name = batchFileName(manifest)
  const orders = join(folder, 'orders')
  const staged = await orNotDelivered(manifest.number, orders, async () => {
    await staysInside(folder, 'orders')
    return (await isThere(join(orders, name), hash, manifest.number)) ? undefined : stage(orders, name, text, newId())
  })
  try {
    // The attempt that put the file there may have ended before its name was on the disk.
    if (staged) await reveal(staged, orders, name)
    else await syncFolder(orders)
  } catch (error) {
    throw new Error(`It is unclear whether batch ${manifest.number} reached the bureau: ${reason(error, orders)}`, { cause: error })
  }
  // What a killed attempt left behind is of no use, and is tried again with the next.
  await sweep(orders, name).catch(() => undefined)
  return { references: {} }
}

async function* collect(settings: DirectorySettings): AsyncGenerator<Answer & { done(): Promise<void> }> {
  const { folder } = settings
  const answers = join(folder, 'answers')
  const names = await answerNames(folder, answers)
  const stuck: string[] = []
  for (const name of names) {
    try {
      const looked = await look(join(answers, name))
      if (looked === 'gone') continue
      if (!('why' in looked) && SAFE_NAME.test(name)) {
        const { acknowledges, reports, stats } = looked
        yield { source: name, acknowledges, reports, done: () => putAway(folder, name, stats) }
      } else {
        const why =
          'why' in looked
            ? looked.why
            : 'Its name is longer than 120 characters, or holds others than letters, digits, dot, hyphen and underscore.'
        const kept = await putAside(folder, name, why)
        settings.refused?.(kept, why)
      }
    } catch (error) {
      if (!isSystemError(error)) throw error
      stuck.push(reason(error, SAFE_NAME.test(name) ? name : 'an answer'))
    }
  }
  if (stuck.length > 0)
    throw new Error(`${stuck.length} of ${names.length} answers could not be handled and are left where they are: ${stuck[0]}`)
}

/** What fails while nothing is visible to the bureau was definitely not delivered. */
async function orNotDelivered<T>(number: number, orders: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!isSystemError(error)) throw error
    throw new NotDelivered(`Batch ${number} was not handed over: ${reason(error, orders)}`, { cause: error })
  }
}

/** Whether this very batch is in its place. Another content in its place is a bug of either side, and is left alone. */
async function isThere(path: string, hash: string, number: number): Promise<boolean> {
  let text: string
  try {
    text = await readFile(path, { encoding: 'utf8', flag: constants.O_RDONLY | constants.O_NOFOLLOW })
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false
    throw error
  }
  if (hashIn(text) === hash) return true
  throw new Error(`The file of batch ${number} is there already, with another content. It was left as it is.`)
}

function hashIn(text: string): unknown {
  try {
    return (JSON.parse(text) as { hash?: unknown } | null)?.hash
  } catch {
    return undefined
  }
}

async function answerNames(folder: string, answers: string): Promise<string[]> {
  try {
    await staysInside(folder, 'answers')
    return (await readdir(answers)).filter((name) => name.endsWith('.json') && !name.startsWith('.')).sort()
  } catch (error) {
    throw isSystemError(error) ? new Error(`The answers of the bureau cannot be read: ${reason(error, answers)}`, { cause: error }) : error
  }
}

type Looked = 'gone' | { readonly why: string } | (Pick<Answer, 'acknowledges' | 'reports'> & { readonly stats: Stats })

/** Reads an answer without following a link, waiting for a pipe, or holding more than the limit. */
async function look(path: string): Promise<Looked> {
  let file: FileHandle
  try {
    file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return 'gone'
    if (codeOf(error) === 'ELOOP') return { why: 'It is a link, and only files are read.' }
    if (codeOf(error) === 'ENXIO') return { why: 'It is not a file.' }
    throw error
  }
  try {
    const stats = await file.stat()
    if (!stats.isFile()) return { why: 'It is not a file.' }
    if (stats.size > LARGEST_ANSWER)
      return { why: `It is larger than ${LARGEST_ANSWER / 1024 / 1024} MB; give several smaller answers instead.` }
    const read = readAnswerFile(await file.readFile())
    return 'why' in read ? read : { ...read, stats }
  } finally {
    await file.close()
  }
}

/** Moves an answer that was worked off to `answers/done/`, unless another one has meanwhile taken its name. */
async function putAway(folder: string, name: string, read: Stats): Promise<void> {
  const path = join(folder, 'answers', name)
  const now = await lstat(path).catch((error) => {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  })
  if (now && now.ino === read.ino && now.size === read.size && now.mtimeMs === read.mtimeMs) await move(folder, name, 'done')
}

/** Moves a refused answer to `answers/refused/`, with the reason beside it. Returns the name it has there. */
async function putAside(folder: string, name: string, why: string): Promise<string> {
  const kept = await move(folder, name, 'refused')
  const text = `Cardinal refused this answer, and changed nothing.\n\nWhy:         ${why}\nWhat to do:  Give the whole answer again, corrected, under a new name in answers/.\n`
  await writeFile(join(folder, 'answers', 'refused', `${kept}.why.txt`), text, { flag: 'w', mode: 0o640 })
  return kept
}

/** Moves an answer into one of our two folders, under its own name where that is free and safe. */
async function move(folder: string, name: string, to: 'done' | 'refused'): Promise<string> {
  const target = join(folder, 'answers', to)
  await mkdir(target).catch((error) => {
    if (codeOf(error) !== 'EEXIST') throw error
  })
  await staysInside(folder, join('answers', to))
  const stem = SAFE_NAME.test(name) ? name.slice(0, -'.json'.length) : `answer-${sha256(name).slice(0, 12)}`
  let kept = `${stem}.json`
  for (let count = 2; await exists(join(target, kept)); count++) kept = `${stem}.${count}.json`
  await rename(join(folder, 'answers', name), join(target, kept))
  return kept
}

const exists = async (path: string): Promise<boolean> =>
  lstat(path).then(
    () => true,
    (error) => {
      if (codeOf(error) === 'ENOENT') return false
      throw error
    },
  )

/** Refuses a folder that is a link to somewhere else: what is in it would not be the bureau's. */
async function staysInside(folder: string, name: string): Promise<void> {
  const path = relative(await realpath(folder), await realpath(join(folder, name)))
  if (path === '..' || path.startsWith(`..${sep}`) || path.startsWith(sep))
    throw Object.assign(new Error(`${name} leads out of the folder of the bureau.`), { code: 'ELOOP' })
}

const SAFE_NAME = /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,114}\.json$/

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined)

/** An error of the operating system, as against a bug of ours. */
const isSystemError = (error: unknown): error is Error => /^E[A-Z0-9]+$/.test(String(codeOf(error)))

function reason(error: unknown, place: string): string {
  const code = String(codeOf(error))
  return `${REASONS[code]?.(place) ?? `${place} cannot be used (${code}).`}`
}

const REASONS: Readonly<Record<string, (place: string) => string>> = {
  ENOENT: (place) => `${place} is not there.`,
  ENOTDIR: (place) => `${place} is not a folder.`,
  EISDIR: (place) => `${place} is a folder where a file should be.`,
  EACCES: (place) => `Cardinal has no permission for ${place}.`,
  EPERM: (place) => `Cardinal has no permission for ${place}.`,
  EROFS: (place) => `${place} can only be read.`,
  ENOSPC: (place) => `the disk of ${place} is full.`,
  EDQUOT: (place) => `the space that Cardinal may use in ${place} is full.`,
  EFBIG: (place) => `a file in ${place} may not become that large.`,
  ELOOP: (place) => `${place} is a link to another place.`,
}

/** What a bureau says that is reached through a directory: one file a message in `answers/`, which Cardinal moves away once it is recorded. */
import { constants, type Stats } from 'node:fs'
import { type FileHandle, lstat, open, readdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sha256 } from '../../kit/hash.ts'
import type { Delivery } from '../bureau.ts'
import type { FromBureau } from '../contract/message.ts'
import { LARGEST_MESSAGE, readFromBureau, TOO_LARGE } from '../contract/read-message.ts'
import { makeInside, staysInside } from './own-folder.ts'
import { codeOf, isSystemError, reasonOf } from './system-error.ts'

/**
 * The answers in the order of their names. One that cannot be read or moved stays where it is and stops no other: what the operating
 * system said is thrown at the end, or by a `done` that is called later.
 */
export async function* collectAnswers(folder: string): AsyncGenerator<Delivery> {
  const answers = join(folder, 'answers')
  const names = await answerNames(folder, answers)
  const stuck: string[] = []
  let ended = false
  const noted = async (source: string, work: () => Promise<void>): Promise<void> => {
    try {
      await work()
    } catch (error) {
      if (ended || !isSystemError(error)) throw error
      stuck.push(reasonOf(error, source))
    }
  }
  try {
    for (const name of names) {
      const source = SAFE_NAME.test(name) ? name : safeName(name)
      let looked: Looked = 'gone'
      await noted(source, async () => {
        looked = await look(join(answers, name))
      })
      const delivery = deliveryOf(folder, name, source, looked)
      if (delivery) yield { ...delivery, done: () => noted(source, delivery.done) }
    }
  } finally {
    ended = true
  }
  if (stuck.length > 0)
    throw new Error(`${stuck.length} of ${names.length} answers could not be handled and are left where they are: ${stuck[0]}`)
}

async function answerNames(folder: string, answers: string): Promise<string[]> {
  try {
    await staysInside(folder, 'answers')
    return (await readdir(answers)).filter((name) => name.endsWith('.json') && !name.startsWith('.')).sort()
  } catch (error) {
    throw isSystemError(error)
      ? new Error(`The answers of the bureau cannot be read: ${reasonOf(error, answers)}`, { cause: error })
      : error
  }
}

const SAFE_NAME = /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,114}\.json$/

/** A name that is not safe may be anything, also somebody's. */
const safeName = (name: string): string => `answer-${sha256(name).slice(0, 12)}.json`

const UNSAFE = 'Its name is longer than 120 characters, or holds others than letters, digits, dot, hyphen and underscore.'

type Looked = 'gone' | { readonly stats: Stats; readonly read: { readonly message: FromBureau } | { readonly why: string } }

function deliveryOf(folder: string, name: string, source: string, looked: Looked): Delivery | undefined {
  if (looked === 'gone') return undefined
  const { read, stats } = looked
  if ('message' in read && source === name) return { source, message: read.message, done: () => putAway(folder, name, source, stats) }
  const why = 'why' in read ? read.why : UNSAFE
  return { source, why, done: () => putAside(folder, name, source, why, stats) }
}

/** Reads an answer without following a link, waiting for a pipe, or holding more than the limit. */
async function look(path: string): Promise<Looked> {
  let file: FileHandle
  try {
    file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return 'gone'
    if (codeOf(error) === 'ELOOP') return unread(path, 'It is a link, and only files are read.')
    if (codeOf(error) === 'ENXIO') return unread(path, 'It is not a file.')
    throw error
  }
  try {
    const stats = await file.stat()
    if (!stats.isFile()) return { stats, read: { why: 'It is not a file.' } }
    if (stats.size > LARGEST_MESSAGE) return { stats, read: { why: TOO_LARGE } }
    return { stats, read: readFromBureau(await file.readFile()) }
  } finally {
    await file.close()
  }
}

async function unread(path: string, why: string): Promise<Looked> {
  const stats = await statsOf(path)
  return stats ? { stats, read: { why } } : 'gone'
}

/** Moves an answer that was recorded to `answers/done/`. */
async function putAway(folder: string, name: string, source: string, read: Stats): Promise<void> {
  if (await isStill(join(folder, 'answers', name), read)) await move(folder, name, source, 'done')
}

/** Moves a refused answer to `answers/refused/`, with the reason beside it. */
async function putAside(folder: string, name: string, source: string, why: string, read: Stats): Promise<void> {
  if (!(await isStill(join(folder, 'answers', name), read))) return
  const kept = await move(folder, name, source, 'refused')
  if (kept === undefined) return
  const text = `Cardinal refused this answer, and changed nothing.\n\nWhy:         ${why}\nWhat to do:  Give the whole answer again, corrected, under a new name in answers/.\n`
  await writeFile(join(folder, 'answers', 'refused', `${kept}.why.txt`), text, { flag: 'w', mode: 0o640 })
}

/** Whether it is the file that was read, or another one has meanwhile taken its name. */
async function isStill(path: string, read: Stats): Promise<boolean> {
  const now = await statsOf(path)
  return now?.ino === read.ino && now.size === read.size && now.mtimeMs === read.mtimeMs
}

/**
 * Moves an answer into one of our two folders, under its own name where that is free and safe. Returns the name it has there; undefined
 * where another node was quicker.
 */
async function move(folder: string, name: string, source: string, to: 'done' | 'refused'): Promise<string | undefined> {
  await makeInside(folder, join('answers', to))
  const target = join(folder, 'answers', to)
  const stem = source.slice(0, -'.json'.length)
  let kept = source
  for (let count = 2; await statsOf(join(target, kept)); count++) kept = `${stem}.${count}.json`
  try {
    await rename(join(folder, 'answers', name), join(target, kept))
  } catch (error) {
    if (codeOf(error) === 'ENOENT' && !(await statsOf(join(folder, 'answers', name)))) return undefined
    throw error
  }
  return kept
}

const statsOf = (path: string): Promise<Stats | undefined> =>
  lstat(path).catch((error) => {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  })

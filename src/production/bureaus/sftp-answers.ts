/** What a bureau puts into `answers/` on its SFTP server: opened, read, acknowledged and moved away. */
import { posix } from 'node:path'
import { sha256 } from '../../kit/hash.ts'
import type { Delivery } from '../bureau.ts'
import type { Acknowledged } from '../contract/message.ts'
import { LARGEST_MESSAGE, messageText, readFromBureau } from '../contract/read-message.ts'
import { type ArchivedMessage, LARGEST_ARCHIVE, unpackArchive } from './archive.ts'
import { openSftp, type SftpBureau } from './open-sftp.ts'
import { seal, unseal } from './openpgp-envelope.ts'
import { type Keyring, openKeyring } from './openpgp-keyring.ts'
import { reveal, stage } from './remote-file.ts'
import type { SftpSession } from './sftp-session.ts'
import { Trouble } from './trouble.ts'

const LARGEST_FILE = 50 * 1024 * 1024

/**
 * The messages in `answers/`, by the names of the files, and in an archive by those of its entries. A file of which anything is refused is
 * refused as a whole. One that cannot be fetched stays where it is and stops no other.
 * @throws Error at the end, or at once where the connection was lost, in a sentence
 */
export async function* collectAnswers(given: SftpBureau): AsyncGenerator<Delivery> {
  const { keyring, session } = await orCannotRead(async () => ({
    keyring: await openKeyring(given.connection.bureauKeys, given.secret, given.clock.now()),
    session: await openSftp(given),
  }))
  const stuck: string[] = []
  let count = 0
  try {
    const names = (await orCannotRead(() => session.names('answers'))).filter((name) => ANSWER.test(name))
    count = names.length
    for (const name of names) {
      const file: AnswerFile = { given, keyring, session, name, source: SAFE_NAME.test(name) ? name : neutral(name) }
      const opened = await orStuck(session, stuck, () => open(file))
      if (opened === undefined || opened === 'gone') continue
      if ('why' in opened) yield { source: file.source, why: opened.why, done: () => putAside(file, opened.why) }
      else yield* deliveries(file, opened.messages)
    }
  } finally {
    await session.close()
  }
  if (stuck.length > 0) throw new Error(`${stuck.length} of ${count} answers could not be fetched and are left where they are: ${stuck[0]}`)
}

interface AnswerFile {
  readonly given: SftpBureau
  readonly keyring: Keyring
  readonly session: SftpSession
  readonly name: string
  /** Its name, or where that is not fit to be shown, another. */
  readonly source: string
}

async function orCannotRead<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof Trouble)) throw error
    throw new Error(`The answers of the bureau cannot be read: ${error.message}`, { cause: error })
  }
}

/** A file that cannot be fetched is remembered; a connection that is lost ends it all. */
async function orStuck<T>(session: SftpSession, stuck: string[], work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof Trouble)) throw error
    if (!session.isOpen()) throw new Error(`The answers that were not read yet are left where they are: ${error.message}`, { cause: error })
    stuck.push(error.message)
    return undefined
  }
}

type Opened = 'gone' | { readonly why: string } | { readonly messages: readonly ArchivedMessage[] }

async function open({ given, keyring, session, name, source }: AnswerFile): Promise<Opened> {
  const path = `answers/${name}`
  const there = await session.look(path)
  if (!there) return 'gone'
  if (name !== source)
    return { why: 'Its name is longer than 120 characters, or holds others than letters, digits, dot, hyphen and underscore.' }
  if (there.kind !== 'file') return { why: there.kind === 'link' ? 'It is a link, and only files are read.' : 'It is not a file.' }
  if (there.size > LARGEST_FILE) return { why: TOO_LARGE }
  const bytes = await session.read(path, LARGEST_FILE + 1)
  if (bytes.length > LARGEST_FILE) return { why: TOO_LARGE }
  const archive = name.endsWith('.zip.pgp')
  const opened = await unseal(bytes, keyring, given.clock.now(), archive ? LARGEST_ARCHIVE : LARGEST_MESSAGE)
  if ('why' in opened) return opened
  const unpacked = archive ? await unpackArchive(opened.bytes) : { messages: [{ name, bytes: opened.bytes }] }
  if ('why' in unpacked) return unpacked
  for (const each of unpacked.messages) {
    const read = readFromBureau(each.bytes)
    if ('why' in read) return { why: archive ? `${each.name}: ${read.why}` : read.why }
  }
  return unpacked
}

/** Each message is read a second time only when its turn comes, so that one archive never stands in memory unpacked and parsed at once. */
function* deliveries(file: AnswerFile, messages: readonly ArchivedMessage[]): Generator<Delivery> {
  const waiting = new Set(messages)
  const ids: string[] = []
  for (const each of messages) {
    const read = readFromBureau(each.bytes)
    if ('why' in read) throw new Error('A message of a bureau was read differently the second time.')
    ids.push(read.message.message)
    yield {
      source: messages.length === 1 ? file.source : `${file.source}, ${each.name}`,
      message: read.message,
      async done() {
        waiting.delete(each)
        if (waiting.size === 0) await putAway(file, ids)
      },
    }
  }
}

/** Acknowledges what was in a file, and moves it to `answers/done/`. A repeat finds what was done already, and does the rest. */
function putAway(file: AnswerFile, ids: readonly string[]): Promise<void> {
  return onServer(file, async (session) => {
    await ensureFolder(session, 'acknowledgements')
    for (const id of ids) await acknowledge(file, session, id)
    await moveTo(file, session, 'done', await freeName(file, session, 'done'))
  })
}

/** Moves a refused file to `answers/refused/`, with the reason beside it. */
function putAside(file: AnswerFile, why: string): Promise<void> {
  return onServer(file, async (session) => {
    const name = await freeName(file, session, 'refused')
    const text = `Cardinal refused this answer, and changed nothing.\n\nWhy:         ${why}\nWhat to do:  Give the whole answer again, corrected, under a new name in answers/.\n`
    await session.write(`answers/refused/${name}.why.txt`, Buffer.from(text))
    await moveTo(file, session, 'refused', name)
  })
}

/** On the connection of the collection while it lasts, else on one of its own. */
async function onServer({ given, session }: AnswerFile, work: (session: SftpSession) => Promise<void>): Promise<void> {
  try {
    if (session.isOpen()) return await work(session)
    const own = await openSftp(given)
    try {
      return await work(own)
    } finally {
      await own.close()
    }
  } catch (error) {
    if (!(error instanceof Trouble)) throw error
    throw new Error(`An answer was read, but could not be acknowledged and moved away, so it will be read again: ${error.message}`, {
      cause: error,
    })
  }
}

async function acknowledge({ given, keyring }: AnswerFile, session: SftpSession, of: string): Promise<void> {
  const name = `${of}.json.pgp`
  if (await session.look(`acknowledgements/${name}`)) return
  const now = given.clock.now()
  const message: Acknowledged = {
    format: 'cardinal-bureau',
    version: 1,
    kind: 'acknowledged',
    message: given.newId(),
    at: now.toISOString(),
    of,
  }
  const bytes = await seal(Buffer.from(messageText(message)), keyring, now)
  await reveal(session, await stage(session, 'acknowledgements', name, bytes, given.newId()), 'acknowledgements', name)
}

/** Its own name where that is free and safe. */
async function freeName({ source }: AnswerFile, session: SftpSession, to: 'done' | 'refused'): Promise<string> {
  await ensureFolder(session, `answers/${to}`)
  const [ending = ''] = ANSWER.exec(source)?.slice(1) ?? []
  const stem = source.slice(0, -ending.length)
  let name = source
  for (let count = 2; await session.look(`answers/${to}/${name}`); count++) name = `${stem}.${count}${ending}`
  return name
}

/** Where the file is gone, somebody else has moved it. */
async function moveTo({ name }: AnswerFile, session: SftpSession, to: 'done' | 'refused', kept: string): Promise<void> {
  if (await session.look(`answers/${name}`)) await session.move(`answers/${name}`, posix.join('answers', to, kept))
}

async function ensureFolder(session: SftpSession, path: string): Promise<void> {
  if (await session.look(path)) return
  await session.makeFolder(path).catch(async (error) => {
    // Somebody else may have been quicker.
    if (!(await session.look(path))) throw error
  })
}

/** What is taken for an answer; other names are still being written, or none of ours. */
const ANSWER = /^[^.].*?(\.(?:json|zip)\.pgp)$/s
const SAFE_NAME = /^[A-Za-z0-9._-]{1,120}$/
const neutral = (name: string): string => `answer-${sha256(name).slice(0, 12)}${name.endsWith('.zip.pgp') ? '.zip.pgp' : '.json.pgp'}`
const TOO_LARGE = `It is larger than ${LARGEST_FILE / 1024 / 1024} MB; give several smaller answers instead.`

/**
 * One connection to an SFTP server, from the first packet to the last. It hides two libraries and their errors: what fails is thrown as
 * `Trouble`, a sentence. What is deliberately absent: a way to connect without knowing the server's host key.
 */
import type { Socket } from 'node:net'
import { posix } from 'node:path'
import type SftpClient from 'ssh2-sftp-client'
import type { FileStats } from 'ssh2-sftp-client'
import { type Connect, connectSsh, type Lstat } from './sftp-connect.ts'
import { Trouble } from './trouble.ts'

export interface Look {
  readonly kind: 'file' | 'folder' | 'link' | 'other'
  /** In bytes. */
  readonly size: number
}

/** Paths are relative to the folder of the connection: `orders/batch-12.zip.pgp`. Calls are made one after the other. */
export interface SftpSession {
  /** False from the moment the connection was lost or closed. */
  isOpen(): boolean
  /** The names in a folder, in order. */
  names(folder: string): Promise<string[]>
  /** What is there, without following a link; undefined where nothing is. */
  look(path: string): Promise<Look | undefined>
  /** The content, but of a longer file only the first `most` bytes. */
  read(path: string, most: number): Promise<Uint8Array>
  /** Writes a file, and makes sure that all of it is there. */
  write(path: string, bytes: Uint8Array): Promise<void>
  /** Renames in one step that readers see whole; what is at `to` gives way where the server can do that. */
  replace(from: string, to: string): Promise<void>
  /** Renames; fails where `to` is taken. */
  move(from: string, to: string): Promise<void>
  remove(path: string): Promise<void>
  makeFolder(path: string): Promise<void>
  close(): Promise<void>
}

/**
 * Connects, checks the host key, signs in, and finds the folder.
 * @throws Trouble with the step that failed
 */
export async function openSession(given: Connect): Promise<SftpSession> {
  const { client, socket } = await connectSsh(given)
  const session = sessionOn(client, socket, '')
  try {
    const root = await session.locate(given.place.folder)
    // Many servers name a place also where nothing is.
    if (root === '' || !(await session.look(root)))
      throw new Trouble(`the folder ${given.place.folder} is not there on the server. Correct it, or have it created.`)
    return sessionOn(client, socket, root)
  } catch (error) {
    await session.close()
    throw error
  }
}

function sessionOn(client: SftpClient & Lstat, socket: Socket, root: string): SftpSession & { locate(folder: string): Promise<string> } {
  const at = (path: string) => posix.join(root, path)
  const ask = <T>(path: string, work: () => Promise<T>) => asked(socket, calledIn(path), work)
  return {
    isOpen: () => !socket.destroyed,
    locate: (folder) => ask(folder, () => client.realPath(folder)),
    names: async (folder) => (await ask(`${folder}/`, () => client.list(at(folder)))).map(({ name }) => name).sort(),
    look: (path) => ask(path, () => client.lstat(at(path)).then(lookOf, undefinedWhereNothingIs)),
    async read(path, most) {
      if (most === 0) return new Uint8Array()
      // The last byte's position is included. Without a target it comes as a buffer.
      const bytes = await ask(path, () => client.get(at(path), undefined, { readStreamOptions: { end: most - 1 } as object }))
      // An empty file comes as an empty list.
      return Buffer.isBuffer(bytes) ? bytes : new Uint8Array()
    },
    async write(path, bytes) {
      await ask(path, () => client.put(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), at(path)))
      const there = await ask(path, () => client.lstat(at(path)))
      if (there.size !== bytes.length)
        throw new Trouble(`the server kept only a part of ${calledIn(path)}, as it does when its disk is full.`)
    },
    replace: (from, to) =>
      ask(to, () =>
        client.posixRename(at(from), at(to)).catch((error) => {
          // Said before anything is sent, by the library.
          if (!String(error).includes('does not support this extended request')) throw error
          return client.rename(at(from), at(to))
        }),
      ).then(nothing),
    move: (from, to) => ask(from, () => client.rename(at(from), at(to))).then(nothing),
    remove: (path) => ask(path, () => client.delete(at(path))).then(nothing),
    makeFolder: (path) => ask(`${path}/`, () => client.mkdir(at(path))).then(nothing),
    close: () => closed(client, socket),
  }
}

/**
 * Does one thing on the server. A connection that was lost, or on which the server keeps silent for ten minutes, is torn down; whatever
 * else fails, the connection stays as it is.
 */
async function asked<T>(socket: Socket, called: string, work: () => Promise<T>): Promise<T> {
  if (socket.destroyed) throw new Trouble(LOST)
  let lost = () => {}
  const gone = new Promise<never>((_, reject) => {
    lost = () => reject(new Trouble(LOST))
    socket.once('close', lost)
  })
  const silence = setTimeout(() => socket.destroy(), SILENCE)
  try {
    return await Promise.race([work(), gone])
  } catch (error) {
    const code = codeOf(error)
    if (error instanceof Trouble) throw error
    if (typeof code === 'number' || code === 'ENOENT' || code === 'ERR_BAD_PATH')
      throw new Trouble(SAID[code]?.(called) ?? `the server refused to do anything with ${called}, with status ${code}.`, { cause: error })
    socket.destroy()
    throw new Trouble(LOST, { cause: error })
  } finally {
    clearTimeout(silence)
    socket.off('close', lost)
  }
}

async function closed(client: SftpClient, socket: Socket): Promise<void> {
  const patience = setTimeout(() => socket.destroy(), 5_000)
  try {
    if (!socket.destroyed) await client.end()
  } catch {
    // It ended by itself.
  } finally {
    clearTimeout(patience)
    socket.destroy()
  }
}

/** A path as it may be shown: the name of a file that a bureau chose freely may be about a person. */
function calledIn(path: string): string {
  const name = posix.basename(path)
  return /^[A-Za-z0-9._-]{1,160}$/.test(name) ? path : `a file in ${posix.dirname(path)}/`
}

const lookOf = (stats: FileStats): Look => ({
  kind: stats.isFile ? 'file' : stats.isDirectory ? 'folder' : stats.isSymbolicLink ? 'link' : 'other',
  size: stats.size,
})

function undefinedWhereNothingIs(error: unknown): undefined {
  if (codeOf(error) !== 'ENOENT') throw error
  return undefined
}

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined)
const nothing = (): void => {}

/** In milliseconds. A server that is gone is noticed much earlier; this is for one whose disk does not answer. */
const SILENCE = 600_000
const LOST = 'the connection to the server was lost.'

/** What a status of the server means, by its number in the protocol or the library's word for it. */
const SAID: Readonly<Record<string | number, (place: string) => string>> = {
  2: (place) => `${place} is not there.`,
  ENOENT: (place) => `${place} is not there.`,
  ERR_BAD_PATH: (place) => `${place} cannot be created.`,
  3: (place) => `the server gives Cardinal no permission for ${place}.`,
  4: (place) => `the server failed at ${place} without saying why, as it does when its disk is full.`,
  8: (place) => `the server does not offer what Cardinal needs for ${place}.`,
}

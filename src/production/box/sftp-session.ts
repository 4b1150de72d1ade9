/** What one client of the SFTP server asks, answered with the files in the three folders that are served. */
import { constants, type Stats } from 'node:fs'
import { type FileHandle, lstat, mkdir, open, readdir, rename, rm, rmdir } from 'node:fs/promises'
import { join, posix } from 'node:path'
import type { Attributes, FileEntry, SFTPWrapper } from 'ssh2'
import type { Surroundings } from './transport.ts'

/** Numbers of the protocol, version 3. */
const STATUS = { ok: 0, end: 1, noSuchFile: 2, noPermission: 3, failure: 4, unsupported: 8 } as const
const MODE = { read: 1, write: 2, append: 4, create: 8, truncate: 16, exclusive: 32 } as const

type Opened = { readonly file: FileHandle } | { names: string[] | undefined; readonly path: string }

/** Thrown with what the client is told. */
class Refused extends Error {
  readonly status: number
  constructor(status: number) {
    super('refused')
    this.status = status
  }
}

export function answerSftp(sftp: SFTPWrapper, { folder, wake }: Pick<Surroundings, 'folder' | 'wake'>): void {
  const handles = new Map<number, Opened>()
  let handed = 0
  const hand = (id: number, opened: Opened): void => {
    const handle = Buffer.alloc(4)
    handle.writeUInt32BE(++handed)
    handles.set(handed, opened)
    sftp.handle(id, handle)
  }
  const openedAs = (handle: Buffer): Opened => {
    const found = handle.length === 4 ? handles.get(handle.readUInt32BE()) : undefined
    if (!found) throw new Refused(STATUS.failure)
    return found
  }
  const fileOf = (handle: Buffer): FileHandle => {
    const opened = openedAs(handle)
    if (!('file' in opened)) throw new Refused(STATUS.failure)
    return opened.file
  }
  const real = (path: string): string => placeOf(folder, path)
  const ok = (id: number): void => void sftp.status(id, STATUS.ok)
  const serve =
    <Rest extends unknown[]>(work: (id: number, ...rest: Rest) => Promise<void> | void) =>
    (id: number, ...rest: Rest): void => {
      Promise.resolve()
        .then(() => work(id, ...rest))
        .catch((error) => sftp.status(id, statusOf(error)))
    }
  const look = serve(async (id, path: string) => void sftp.attrs(id, attributesOf(await lstat(real(path)))))

  sftp.on(
    'REALPATH',
    serve((id, path) => void sftp.name(id, [entryOf(posix.join('/', path))])),
  )
  sftp.on('STAT', look)
  sftp.on('LSTAT', look)
  sftp.on(
    'FSTAT',
    serve(async (id, handle) => void sftp.attrs(id, attributesOf(await fileOf(handle).stat()))),
  )
  sftp.on(
    'SETSTAT',
    serve(async (id, path) => {
      await lstat(real(path))
      ok(id)
    }),
  )
  sftp.on(
    'FSETSTAT',
    serve(async (id, handle) => {
      await fileOf(handle).stat()
      ok(id)
    }),
  )
  sftp.on(
    'OPENDIR',
    serve(async (id, path) => {
      if (!(await lstat(real(path))).isDirectory()) throw new Refused(STATUS.failure)
      hand(id, { path: real(path), names: isRoot(path) ? [...SERVED] : await readdir(real(path)) })
    }),
  )
  sftp.on(
    'READDIR',
    serve(async (id, handle) => {
      const opened = openedAs(handle)
      if ('file' in opened) throw new Refused(STATUS.failure)
      const names = opened.names?.splice(0, 200) ?? []
      const entries = await Promise.all(
        names.map(async (name) => entryOf(name, await lstat(join(opened.path, name)).catch(() => undefined))),
      )
      if (names.length === 0) sftp.status(id, STATUS.end)
      else sftp.name(id, entries)
    }),
  )
  sftp.on(
    'OPEN',
    serve(async (id, path, flags) => hand(id, { file: await open(real(path), flagsOf(flags), 0o640) })),
  )
  sftp.on(
    'READ',
    serve(async (id, handle, offset, length) => {
      const { bytesRead, buffer } = await fileOf(handle).read(Buffer.alloc(Math.min(length, 262_144)), 0, Math.min(length, 262_144), offset)
      if (bytesRead === 0) sftp.status(id, STATUS.end)
      else sftp.data(id, buffer.subarray(0, bytesRead))
    }),
  )
  sftp.on(
    'WRITE',
    serve(async (id, handle, offset, data) => {
      await fileOf(handle).write(data, 0, data.length, offset)
      ok(id)
    }),
  )
  sftp.on(
    'CLOSE',
    serve(async (id, handle) => {
      const opened = openedAs(handle)
      handles.delete(handle.readUInt32BE())
      if ('file' in opened) {
        await opened.file.sync().catch(() => undefined) // One that was open for reading only.
        await opened.file.close()
      }
      ok(id)
      wake()
    }),
  )
  sftp.on(
    'RENAME',
    serve(async (id, from, to) => {
      const isFree = await lstat(real(to)).then(
        () => false,
        () => true,
      )
      if (!isFree) throw new Refused(STATUS.failure)
      await rename(real(from), real(to))
      ok(id)
      wake()
    }),
  )
  sftp.on(
    'REMOVE',
    serve(async (id, path) => {
      await rm(real(path))
      ok(id)
    }),
  )
  sftp.on(
    'MKDIR',
    serve(async (id, path) => {
      await mkdir(real(path))
      ok(id)
    }),
  )
  sftp.on(
    'RMDIR',
    serve(async (id, path) => {
      await rmdir(real(path))
      ok(id)
    }),
  )
  for (const name of ['READLINK', 'SYMLINK', 'EXTENDED'] as const) sftp.on(name, (id: number) => void sftp.status(id, STATUS.unsupported))
  // The client has nothing more to ask; OpenSSH waits for us to close as well.
  sftp.on('end', () => sftp.end())
  sftp.on('close', () => {
    for (const opened of handles.values()) if ('file' in opened) opened.file.close().catch(() => undefined)
    handles.clear()
  })
}

const SERVED = ['orders', 'answers', 'acknowledgements'] as const

const isRoot = (path: string): boolean => posix.join('/', path) === '/'

/** Where a path of the client's is. The folder itself may be looked at, and what is in the served ones. */
function placeOf(folder: string, path: string): string {
  const [, first = '', ...rest] = posix.join('/', path).split('/')
  if (first === '') return folder
  if (!SERVED.some((name) => name === first) || path.includes('\0')) throw new Refused(STATUS.noSuchFile)
  return join(folder, first, ...rest)
}

function flagsOf(flags: number): number {
  const writes = (flags & MODE.write) !== 0
  const access = writes ? ((flags & MODE.read) !== 0 ? constants.O_RDWR : constants.O_WRONLY) : constants.O_RDONLY
  const more = [
    [MODE.append, constants.O_APPEND],
    [MODE.create, constants.O_CREAT],
    [MODE.truncate, constants.O_TRUNC],
    [MODE.exclusive, constants.O_EXCL],
  ] as const
  return more.reduce((all, [asked, flag]) => ((flags & asked) !== 0 && writes ? all | flag : all), access | constants.O_NOFOLLOW)
}

const attributesOf = ({ mode, uid, gid, size, atimeMs, mtimeMs }: Stats): Attributes => ({
  mode,
  uid,
  gid,
  size,
  atime: Math.floor(atimeMs / 1000),
  mtime: Math.floor(mtimeMs / 1000),
})

const NOTHING: Attributes = { mode: 0, uid: 0, gid: 0, size: 0, atime: 0, mtime: 0 }

/** The long name is what `ls -l` would show; clients tell files and folders apart by its first letter. */
function entryOf(filename: string, stats?: Stats): FileEntry {
  const longname = `${stats?.isDirectory() ? 'd' : '-'}rw-r----- 1 bureau bureau ${stats?.size ?? 0} Jan 1 1970 ${filename}`
  return { filename, longname, attrs: stats ? attributesOf(stats) : NOTHING }
}

function statusOf(error: unknown): number {
  if (error instanceof Refused) return error.status
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'ENOENT' || code === 'ENOTDIR') return STATUS.noSuchFile
  return code === 'EACCES' || code === 'EPERM' ? STATUS.noPermission : STATUS.failure
}

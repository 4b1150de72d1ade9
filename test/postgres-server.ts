import { execFile, execFileSync, spawn } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { freePort } from './free-port.ts'

/**
 * A PostgreSQL server of our own, from the server programs installed on this machine, in a temporary folder and on a free port. One that
 * happens to run here is never used.
 */
export interface PostgresServer {
  /** The URL of a database on it, for its superuser, without a password. */
  readonly url: (database: string) => string
  /** The same through the server's socket, the way of a program on the same machine. */
  readonly socketUrl: (database: string) => string
  readonly stop: () => Promise<void>
}

const superuser = 'cardinal'

/** Starts a server; `fsync: false` gives up safety against a crash of the machine for speed. */
export async function startPostgresServer({ fsync = true } = {}): Promise<PostgresServer> {
  const programs = findPrograms()
  const owner = unprivileged()
  const folder = mkdtempSync(join(tmpdir(), 'cardinal-postgres-'))
  if (owner !== undefined) chownSync(folder, owner.uid, owner.gid)
  const data = join(folder, 'data')
  const port = await freePort()
  const as = { cwd: folder, env: { ...process.env, LC_ALL: 'C' }, ...owner }
  const clear = () => rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }) // The server may still be writing.

  try {
    await promisify(execFile)(
      join(programs, 'initdb'),
      ['-D', data, '-U', superuser, '-E', 'UTF8', '--locale=C.UTF-8', '--auth=trust', '--no-sync', '--no-instructions'],
      as,
    )
  } catch (error) {
    clear()
    throw error
  }
  const settings = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: folder,
    fsync: fsync ? 'on' : 'off',
    max_connections: 200,
  }
  const server = spawn(
    join(programs, 'postgres'),
    ['-D', data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    {
      ...as,
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  )
  const stopNow = () => {
    server.kill('SIGQUIT')
    clear()
  }
  process.once('exit', stopNow)
  const exited = new Promise<void>((resolve) => server.once('exit', () => resolve()))

  let log = ''
  await new Promise<void>((resolve, reject) => {
    server.stderr.on('data', (text: Buffer) => {
      if (log.length < 10_000) log += text
      if (log.includes('ready to accept connections')) resolve()
    })
    server.once('error', reject)
    server.once('exit', () => reject(new Error(`PostgreSQL did not start:\n${log}`)))
  })
  return {
    url: (database) => `postgres://${superuser}@127.0.0.1:${port}/${database}`,
    socketUrl: (database) => `postgres://${superuser}@${encodeURIComponent(folder)}:${port}/${database}`,
    stop: async () => {
      process.off('exit', stopNow)
      server.kill('SIGINT') // Ends the connections that are left.
      await exited
      clear()
    },
  }
}

/** The folder of the newest server programs: where Debian keeps them, else on the path. */
function findPrograms(): string {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : []
  const folders = [...versions.map((version) => join(debian, version, 'bin')), ...(process.env.PATH ?? '').split(delimiter)]
  const found = folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')))
  if (found === undefined)
    throw new Error('The tests on PostgreSQL need its server programs (Debian: apt-get install postgresql), version 15 or newer.')
  return found
}

/** PostgreSQL refuses to run as root; root lends it a system user that is there. */
function unprivileged(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined
  for (const user of ['postgres', 'nobody']) {
    try {
      const id = (flag: string) => Number(execFileSync('id', [flag, user], { stdio: ['ignore', 'pipe', 'ignore'] }))
      return { uid: id('-u'), gid: id('-g') }
    } catch {} // There is no such user; the next one.
  }
  throw new Error('PostgreSQL does not run as root, and there is neither a user postgres nor a user nobody to run it as.')
}

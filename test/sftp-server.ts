/**
 * An OpenSSH server of our own, on a free port of this machine, for whoever runs the tests, root or not. It lets in one key, and offers
 * nothing but SFTP. One that happens to run here is never used.
 */
import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { delimiter, join } from 'node:path'
import { freePort } from './free-port.ts'

export interface SftpServer {
  readonly host: string
  readonly port: number
  readonly user: string
  /** The fingerprint of its Ed25519 key, as ssh-keygen -l prints it, and of its ECDSA key. */
  readonly hostKey: string
  readonly ecdsaHostKey: string
  /** The private part of its Ed25519 key, for another server that passes for this one. */
  readonly privateHostKey: string
  /** The private key that it lets in. */
  readonly clientKey: string
  /** A folder that it serves, with `orders/` and `answers/` in it. */
  readonly folder: string
  /** What it has logged so far. */
  readonly log: () => string
  /** From the next connection on, cuts it at this packet, as test/cutting-sftp-server.js says. Only where it was started with `cuts`. */
  readonly cut: (at: 'read' | 'write' | 'rename' | 'renamed' | 'never') => void
  readonly stop: () => Promise<void>
}

export interface SftpServerOptions {
  /** Nothing on it can be changed. */
  readonly readOnly?: boolean
  /** The largest file that it can write, in blocks of 512 bytes, as on a disk that is nearly full. */
  readonly largestFile?: number
  readonly cuts?: boolean
}

export async function startSftpServer({ readOnly = false, largestFile, cuts = false }: SftpServerOptions = {}): Promise<SftpServer> {
  const sshd = findProgram('SSHD', 'sshd', ['/usr/sbin', '/usr/local/sbin', '/opt/homebrew/sbin'])
  const home = mkdtempSync(join(tmpdir(), 'cardinal-sftp-'))
  const at = (name: string) => join(home, name)
  for (const folder of ['orders', 'answers']) mkdirSync(join(at('served'), folder), { recursive: true })
  for (const [name, kind] of [
    ['host', 'ed25519'],
    ['host-ecdsa', 'ecdsa'],
    ['client', 'ed25519'],
  ] as const)
    execFileSync('ssh-keygen', ['-q', '-t', kind, '-N', '', '-C', 'test', '-f', at(name)])
  const port = await freePort()
  const subsystem = cuts
    ? `${process.execPath} ${join(import.meta.dirname, 'cutting-sftp-server.js')} ${at('cut')} ${findSftpServer()}`
    : `internal-sftp${readOnly ? ' -R' : ''}`
  writeConfig(sshd, at('config'), [
    'ListenAddress 127.0.0.1',
    `Port ${port}`,
    `HostKey ${at('host')}`,
    `HostKey ${at('host-ecdsa')}`,
    `PidFile ${at('pid')}`,
    `AuthorizedKeysFile ${at('client.pub')}`,
    'StrictModes no',
    'UsePAM no',
    'PermitRootLogin yes',
    'LogLevel VERBOSE',
    'MaxStartups 100',
    `Subsystem sftp ${subsystem}`,
  ])
  // Where a file may not grow, the signal that would end the server is ignored, so that it answers with a failure.
  const limit = largestFile === undefined ? '' : `trap '' XFSZ; ulimit -f ${largestFile}; `
  const server = spawn('sh', ['-c', `${limit}exec "$0" -D -e -f "$1"`, sshd, at('config')], { stdio: ['ignore', 'ignore', 'pipe'] })
  const clear = () => rmSync(home, { recursive: true, force: true })
  const stopNow = () => {
    server.kill()
    clear()
  }
  process.once('exit', stopNow)
  const exited = new Promise<void>((resolve) => server.once('exit', () => resolve()))
  let log = ''
  await new Promise<void>((resolve, reject) => {
    server.stderr.on('data', (text: Buffer) => {
      log += text
      if (log.includes(`listening on 127.0.0.1 port ${port}`)) resolve()
    })
    server.once('error', reject)
    server.once('exit', () => reject(new Error(`sshd did not start:\n${log}`)))
  })
  return {
    host: '127.0.0.1',
    port,
    user: userInfo().username,
    hostKey: fingerprint(at('host.pub')),
    ecdsaHostKey: fingerprint(at('host-ecdsa.pub')),
    privateHostKey: readFileSync(at('host'), 'utf8'),
    clientKey: readFileSync(at('client'), 'utf8'),
    folder: at('served'),
    log: () => log,
    cut: (packet) => writeFileSync(at('cut'), packet),
    async stop() {
      process.off('exit', stopNow)
      server.kill()
      await exited
      clear()
    },
  }
}

/** The program that a variable of the environment names, or one of this name in these folders or on the path. */
function findProgram(setting: string, name: string, folders: readonly string[]): string {
  const candidates = [...folders, ...(process.env.PATH ?? '').split(delimiter)].map((folder) => join(folder, name))
  const found = process.env[setting] ?? candidates.find((file) => existsSync(file))
  if (found === undefined) throw new Error(`The tests of SFTP need ${name} (Debian: apt-get install openssh-server).`)
  return found
}

function findSftpServer(): string {
  return findProgram('SFTP_SERVER', 'sftp-server', ['/usr/lib/openssh', '/usr/lib/ssh', '/usr/libexec/openssh', '/usr/libexec'])
}

/** Newer servers keep out whoever failed to sign in before, which the tests do on purpose; older ones do not know the setting. */
function writeConfig(sshd: string, file: string, lines: readonly string[]): void {
  // As root it wants the folder that its service would have made.
  if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true, mode: 0o755 })
  writeFileSync(file, [...lines, 'PerSourcePenalties no', ''].join('\n'))
  try {
    execFileSync(sshd, ['-t', '-f', file], { stdio: 'ignore' })
  } catch {
    writeFileSync(file, [...lines, ''].join('\n'))
  }
}

function fingerprint(publicKey: string): string {
  return execFileSync('ssh-keygen', ['-l', '-E', 'sha256', '-f', publicKey], { encoding: 'utf8' }).split(' ')[1] ?? ''
}

/**
 * From nothing to a connection that is signed in to the right server. Its host key is compared before any name or secret is sent to it.
 */
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import type { Algorithms, ServerHostKeyAlgorithm } from 'ssh2'
import type SftpClient from 'ssh2-sftp-client'
import type { FileStats } from 'ssh2-sftp-client'
import type { Connection } from '../../catalog/bureau-definition.ts'
import { Trouble } from './trouble.ts'

export type SftpPlace = Omit<Extract<Connection, { kind: 'sftp' }>, 'bureauKeys'>

export interface Credentials {
  readonly password: string | undefined
  /** A private key as ssh-keygen writes it, and what opens it. */
  readonly key: string | undefined
  readonly passphrase: string | undefined
}

export interface Connect {
  readonly place: SftpPlace
  readonly credentials: Credentials
  /** Told of each step that worked. */
  readonly passed?: ((step: ConnectStep) => void) | undefined
}
export type ConnectStep = 'address' | 'host key' | 'sign in'

/** The library's types leave this method out. */
export interface Lstat {
  lstat(path: string): Promise<FileStats>
}

export interface Connected {
  readonly client: SftpClient & Lstat
  /** Under the client: to destroy it ends whatever the client waits for. */
  readonly socket: Socket
}

/**
 * Connects, compares the host key, and signs in.
 *
 * A server may have a key of several kinds, and shows one of the kind that it is asked for. Where that is not the pinned one, it is asked
 * for the other kinds, so that any of its keys can be pinned.
 * @throws Trouble with the step that failed
 */
export async function connectSsh({ place, credentials, passed }: Connect): Promise<Connected> {
  if (credentials.key === undefined && credentials.password === undefined)
    throw new Trouble('there is neither a key nor a password to sign in with. Enter one as a secret of this bureau.')
  const shown: string[] = []
  let kinds = Object.keys(HOST_KEYS)
  while (kinds.length > 0) {
    const socket = await dial(place)
    if (shown.length === 0) passed?.('address')
    const tried = await shakeHands(socket, place, credentials, kinds, passed)
    if ('client' in tried) return tried
    if (tried.wrongKey === undefined) break
    shown.push(fingerprint(tried.wrongKey))
    kinds = kinds.filter((kind) => kind !== kindOf(tried.wrongKey ?? Buffer.alloc(0)))
  }
  throw new Trouble(
    `${place.host} shows another host key than the one that is pinned, so it may be another server. Nothing was sent to it. ` +
      `Pinned: ${place.hostKey}. Shown: ${shown.join(', ')}. Ask the bureau whether its key changed, and only then enter the new one.`,
  )
}

async function dial({ host, port }: SftpPlace): Promise<Socket> {
  const socket = connect({ host, port })
  const silence = setTimeout(() => socket.destroy(Object.assign(new Error('No answer'), { code: 'ETIMEDOUT' })), PATIENCE)
  try {
    await once(socket, 'connect')
    // What goes wrong from here on is told by the client.
    socket.on('error', () => {})
    return socket
  } catch (error) {
    const code = String(codeOf(error))
    throw new Trouble(`${host}:${port} cannot be reached: ${UNREACHABLE[code] ?? `the connection failed (${code}).`}`, { cause: error })
  } finally {
    clearTimeout(silence)
  }
}

type Handshake = Connected | { readonly wrongKey: Buffer | undefined }

/** Without a wrong key, the server has no key of these kinds. */
async function shakeHands(
  socket: Socket,
  { host, user, hostKey }: SftpPlace,
  { password, key, passphrase }: Credentials,
  kinds: readonly string[],
  passed: Connect['passed'],
): Promise<Handshake> {
  const { default: Client } = await import('ssh2-sftp-client')
  // The library writes to the console where it is not told what else to do.
  const client = new Client('cardinal', { error: () => {}, end: () => {}, close: () => {} }) as SftpClient & Lstat
  // Many servers ask for the password in this way alone.
  client.on('keyboard-interactive', (_name, _instructions, _language, prompts: unknown[], finish: (answers: string[]) => void) =>
    finish(prompts.map(() => password ?? '')),
  )
  let wrongKey: Buffer | undefined
  let rightKey = false
  const silence = setTimeout(() => socket.destroy(), PATIENCE)
  try {
    await client.connect({
      sock: socket,
      username: user,
      ...(password !== undefined && { password, tryKeyboard: true }),
      ...(key !== undefined && { privateKey: key }),
      ...(key !== undefined && passphrase !== undefined && { passphrase }),
      algorithms: { ...STRONG, serverHostKey: kinds.flatMap((kind) => HOST_KEYS[kind] ?? []) },
      hostVerifier: (given: Buffer) => {
        rightKey = fingerprint(given) === hostKey
        if (!rightKey) wrongKey = Buffer.from(given)
        return rightKey
      },
      readyTimeout: 0,
      keepaliveInterval: 10_000,
      keepaliveCountMax: 3,
    })
    passed?.('host key')
    passed?.('sign in')
    return { client, socket }
  } catch (error) {
    socket.destroy()
    if (wrongKey) return { wrongKey }
    const text = String(error)
    if (text.includes('no matching host key format') && kinds.length < Object.keys(HOST_KEYS).length) return { wrongKey: undefined }
    if (rightKey) passed?.('host key')
    throw new Trouble(whyNotConnected(text, host, rightKey), { cause: error })
  } finally {
    clearTimeout(silence)
  }
}

function whyNotConnected(text: string, host: string, rightKey: boolean): string {
  if (text.includes('Cannot parse privateKey'))
    return 'the key to sign in with cannot be read, or does not open with its passphrase. Enter both anew.'
  if (text.includes('authentication methods failed') || text.includes('Too many authentication failures'))
    return `${host} does not let Cardinal sign in. Compare the user name and the password or key with what the bureau has.`
  if (text.includes('subsystem')) return `${host} let Cardinal sign in, and offers no SFTP. Ask the bureau to allow it for this user.`
  if (text.includes('no matching')) return `${host} knows only methods of encryption that are no longer safe. Ask the bureau to renew it.`
  return rightKey
    ? `${host} ended the connection while Cardinal signed in. Try again, and ask the bureau if it stays so.`
    : `${host} answers, but not as an SFTP server does. Check the address and the port.`
}

/** As ssh-keygen -l prints it. */
const fingerprint = (key: Buffer): string => `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`

/** The key begins with the name of its kind, and that with its length. */
function kindOf(key: Buffer): string | undefined {
  const name = key.subarray(4, 4 + key.readUInt32BE(0)).toString('latin1')
  return Object.keys(HOST_KEYS).find((kind) => name.startsWith(kind))
}

/** The kinds of host keys by how their names begin, and what they sign with. */
const HOST_KEYS: Readonly<Record<string, ServerHostKeyAlgorithm[]>> = {
  'ssh-ed25519': ['ssh-ed25519'],
  ecdsa: ['ecdsa-sha2-nistp256', 'ecdsa-sha2-nistp384', 'ecdsa-sha2-nistp521'],
  'ssh-rsa': ['rsa-sha2-512', 'rsa-sha2-256'],
}

/** What is agreed on with a server: nothing that rests on SHA-1, on groups below 3072 bits, or on ciphers that do not authenticate. */
const STRONG = {
  kex: [
    'curve25519-sha256',
    'curve25519-sha256@libssh.org',
    'ecdh-sha2-nistp256',
    'ecdh-sha2-nistp384',
    'ecdh-sha2-nistp521',
    'diffie-hellman-group16-sha512',
    'diffie-hellman-group18-sha512',
  ],
  cipher: ['aes256-gcm@openssh.com', 'aes128-gcm@openssh.com', 'chacha20-poly1305@openssh.com'],
  hmac: ['hmac-sha2-256-etm@openssh.com', 'hmac-sha2-512-etm@openssh.com'],
} satisfies Algorithms

/** In milliseconds, for reaching the server and then for all until the folder can be used. */
const PATIENCE = 20_000

const UNREACHABLE: Readonly<Record<string, string>> = {
  ENOTFOUND: 'there is no machine of this name.',
  EAI_AGAIN: 'the name server does not answer.',
  ECONNREFUSED: 'nothing listens on this port.',
  ECONNRESET: 'the connection was cut.',
  ETIMEDOUT: 'it does not answer within 20 seconds.',
  EHOSTUNREACH: 'no way leads there.',
  ENETUNREACH: 'no way leads there.',
}

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined)

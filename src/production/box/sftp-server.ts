/**
 * An SFTP server for the folders `orders`, `answers` and `acknowledgements`, and what is in them. What is deliberately absent: links, which
 * could lead anywhere, and commands of any kind.
 */
import { timingSafeEqual } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import type { AuthContext, Connection, ParsedKey, Server } from 'ssh2'
import { sha256 } from '../../kit/hash.ts'
import { cannotListen } from './http-answer.ts'
import { answerSftp } from './sftp-session.ts'
import type { SftpSettings, Surroundings } from './transport.ts'

export interface SftpServer {
  readonly host: string
  readonly port: number
  close(): Promise<void>
}

type Given = SftpSettings & { readonly hostKey: string; readonly user: string; readonly password: string }

export async function sftpServer(given: Given, around: Pick<Surroundings, 'folder' | 'isDown' | 'wake'>): Promise<SftpServer> {
  const { Server, utils } = (await import('ssh2')).default
  const clientKey = given.clientKey === undefined ? undefined : utils.parseKey(given.clientKey)
  if (clientKey instanceof Error) throw new Error('The SSH public key of Cardinal cannot be read.', { cause: clientKey })
  const connections = new Set<Connection>()
  const server = new Server({ hostKeys: [given.hostKey] }, (connection) => {
    connections.add(connection)
    connection.on('close', () => connections.delete(connection))
    // A client that goes away in the middle is no matter of ours.
    connection.on('error', () => connection.end())
    connection.on('authentication', (context) => {
      if (!around.isDown() && maySignIn(context, given, clientKey)) context.accept()
      else context.reject(['password', 'publickey'])
    })
    connection.on('session', (accept) => {
      accept().on('sftp', (acceptSftp) => answerSftp(acceptSftp(), around))
    })
  })
  const { host, port } = await listening(server, given)
  return {
    host,
    port,
    close: () =>
      new Promise((done) => {
        server.close(() => done())
        for (const connection of connections) connection.end()
      }),
  }
}

async function listening(server: Server, { host = '127.0.0.1', port = 0 }: SftpSettings): Promise<{ host: string; port: number }> {
  await new Promise<void>((done, fail) => {
    server.once('error', (error: Error) => fail(cannotListen(error, port)))
    server.listen(port, host, done)
  })
  return { host, port: (server.address() as AddressInfo).port }
}

function maySignIn(context: AuthContext, { user, password }: Given, clientKey: ParsedKey | undefined): boolean {
  if (!isSame(context.username, user)) return false
  if (context.method === 'password') return isSame(context.password, password)
  if (context.method !== 'publickey' || !clientKey) return false
  if (context.key.algo !== clientKey.type || !context.key.data.equals(clientKey.getPublicSSH())) return false
  // Without a signature it is only the question whether the key would do.
  return !context.signature || (!!context.blob && clientKey.verify(context.blob, context.signature, context.hashAlgo) === true)
}

/** Compared in the same time, whatever was sent. */
const isSame = (one: string, other: string): boolean => timingSafeEqual(Buffer.from(sha256(one)), Buffer.from(sha256(other)))

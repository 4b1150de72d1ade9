/** What a connector to an SFTP server is given, and how it opens a connection with it. */

import type { Connection } from '../../catalog/bureau-definition.ts'
import type { Clock } from '../../kit/clock.ts'
import type { NewId } from '../../kit/id.ts'
import type { ReadSecret } from '../bureau.ts'
import type { ConnectStep } from './sftp-connect.ts'
import { openSession, type SftpSession } from './sftp-session.ts'

export interface SftpBureau {
  readonly name: string
  /** What people call it. */
  readonly label: string
  readonly connection: Extract<Connection, { kind: 'sftp' }>
  /**
   * `sftp-key` with `sftp-key-passphrase`, or `sftp-password`, to sign in; `pgp-key` with `pgp-passphrase`, our armored private key, and
   * `pgp-key-previous` with `pgp-passphrase-previous`, the one before it.
   */
  readonly secret: ReadSecret
  readonly clock: Clock
  readonly newId: NewId
}

/** One connection; whoever opens it closes it. */
export async function openSftp({ connection, secret }: SftpBureau, passed?: (step: ConnectStep) => void): Promise<SftpSession> {
  const [password, key, passphrase] = [await secret('sftp-password'), await secret('sftp-key'), await secret('sftp-key-passphrase')]
  return openSession({ place: connection, credentials: { password, key, passphrase }, passed })
}

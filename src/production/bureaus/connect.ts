import type { BureauDefinition } from '../../catalog/bureau-definition.ts'
import type { Clock } from '../../kit/clock.ts'
import type { NewId } from '../../kit/id.ts'
import type { Bureau } from '../bureau.ts'
import { directoryBureau } from './directory.ts'
import { restBureau } from './rest.ts'
import { sftpBureau } from './sftp.ts'

/** What connectors need besides the definition of their bureau. */
export interface Means {
  readonly clock: Clock
  readonly newId: NewId
  /** The folder of the installation, for a directory that names none of its own. */
  readonly folder: string
  /** Reads a secret of a bureau, as it is now. */
  secret(bureau: string, name: string): Promise<string | undefined>
}

/** A bureau, reached as its definition says. */
export function connectBureau(name: string, definition: BureauDefinition, means: Means): Bureau {
  const { label, connection } = definition
  const secret = (secretName: string) => means.secret(name, secretName)
  switch (connection.kind) {
    case 'directory':
      return directoryBureau({ name, label, folder: connection.folder ?? means.folder }, means.newId)
    case 'sftp':
      return sftpBureau({ name, label, connection, secret, clock: means.clock, newId: means.newId })
    case 'rest':
      return restBureau({ name, label, connection, secret, clock: means.clock, newId: means.newId })
  }
}

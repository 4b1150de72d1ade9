import { constants, cpSync, mkdirSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { Client } from 'pg'
import { inject } from 'vitest'
import type { Database } from '../src/store/database.ts'
import { type DatabaseSettings, openDatabase } from '../src/store/open.ts'

// The embedded engine is compiled quickly rather than well: a test process is over before the better code would have paid for itself.
setFlagsFromString('--liftoff-only')

/** What the global setup prepared, once for all test files. */
export interface PreparedDatabases {
  readonly kind: Database['kind']
  /** Everything temporary is in here, and goes with it. */
  readonly folder: string
  /** The server's databases, on PostgreSQL: to administer, and the migrated one that is copied. */
  readonly adminUrl: string
}

declare module 'vitest' {
  interface ProvidedContext {
    databases: PreparedDatabases
  }
}

export const templateName = 'cardinal_template'

/** The kind of database this run is about. */
export const databaseKind = (): Database['kind'] => inject('databases').kind

/** A database of its own for a test file: migrated, empty, open. Closing it also removes it. */
export async function freshDatabase(): Promise<Database> {
  const place = await freshPlace()
  const db = await openDatabase(place.settings)
  return { ...db, close: () => db.close().then(place.remove) }
}

/** A migrated, empty database that is not open yet; for a test that opens it in another process, or more than once. */
export interface Place {
  readonly settings: DatabaseSettings
  readonly remove: () => Promise<void>
}

export async function freshPlace({ empty = false } = {}): Promise<Place> {
  const { kind, folder, adminUrl } = inject('databases')
  const dataDir = await mkdtemp(join(folder, 'place-'))
  const removeFolder = () => rm(dataDir, { recursive: true, force: true })
  if (kind === 'embedded') {
    copyDatabase(join(folder, empty ? 'pristine' : 'template', 'database'), join(dataDir, 'database'))
    return { settings: { dataDir }, remove: removeFolder }
  }
  const name = `test_${dataDir.slice(-6).toLowerCase()}_${process.pid}_${++count}`
  await administer(adminUrl, `create database ${name} template ${empty ? 'template0' : templateName}`)
  return {
    settings: { dataDir, databaseUrl: databaseUrlOn(adminUrl, name) },
    remove: async () => {
      await administer(adminUrl, `drop database ${name} with (force)`)
      await removeFolder()
    },
  }
}

let count = 0

/** A thousand small files: at once is twice as fast as one after the other through promises. */
export function copyDatabase(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true })
  cpSync(from, to, { recursive: true, mode: constants.COPYFILE_FICLONE })
}

export function databaseUrlOn(serverUrl: string, name: string): string {
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  return url.href
}

export async function administer(adminUrl: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: adminUrl })
  await client.connect()
  await client.query(statement).finally(() => client.end())
}

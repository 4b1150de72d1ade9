import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Pool } from 'pg'
import { CannotOpen } from './cannot-open.ts'
import { readings } from './connection.ts'
import type { Database } from './database.ts'
import { type Engine, startEngine } from './embedded-engine.ts'
import { channelName, createListeners } from './listeners.ts'
import { lockFolder } from './lock.ts'
import { pooledDatabase } from './pooled.ts'

/**
 * Opens the embedded database of a data folder, and makes it at the first time. It is PostgreSQL in a thread of this program, with one
 * connection; the folder is locked against a second program.
 */
export async function openEmbedded(dataDir: string): Promise<Database> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const unlock = lockFolder(dataDir)
  const folder = join(dataDir, 'database')
  try {
    if (!existsSync(folder)) await makeDatabase(folder)
    return serve(await startEngine(folder), unlock)
  } catch (error) {
    unlock()
    throw new CannotOpen(
      'embedded-database-failed',
      `The embedded database in ${folder} does not start: ${error instanceof Error ? error.message : String(error)}`,
      'Look whether the disk is full and whether the folder belongs to this user; otherwise restore the data folder from a backup.',
      error,
    )
  }
}

/**
 * Makes the database under another name and gives it its own only when all of it is on the disk, so that an interrupted first start is
 * simply begun again. The engine that made it is stopped, for it holds much more memory than one that merely opens it.
 */
async function makeDatabase(folder: string): Promise<void> {
  const unfinished = `${folder}.unfinished`
  rmSync(unfinished, { recursive: true, force: true })
  const engine = await startEngine(unfinished)
  await engine.close()
  syncFolder(unfinished)
  renameSync(unfinished, folder)
  syncPath(dirname(folder))
}

/** PGlite writes a new database without waiting for the disk. Once, at its end, we wait for all of it. */
function syncFolder(path: string): void {
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    const inner = join(path, entry.name)
    if (entry.isDirectory()) syncFolder(inner)
    else syncPath(inner)
  }
  syncPath(path)
}

function syncPath(path: string): void {
  const file = openSync(path, 'r')
  fsyncSync(file)
  closeSync(file)
}

function serve(engine: Engine, unlock: () => void): Database {
  const listeners = createListeners()
  const pool = new Pool({
    stream: engine.connect,
    host: 'embedded',
    port: 5432,
    user: 'postgres',
    database: 'postgres',
    password: 'none',
    ssl: false,
    options: '-c application_name=cardinal', // Also keeps PGOPTIONS of the environment away from it.
    max: 1,
    idleTimeoutMillis: 0,
    types: readings,
    pipeline: true,
  })
  pool.on('error', () => {}) // The engine stopped; the next question is answered with the reason.
  pool.on('connect', (client) => {
    client.on('notification', ({ channel, payload = '' }) => listeners.tell(channel, payload))
    for (const channel of listeners.channels()) client.query(`listen ${channelName(channel)}`).catch(() => {})
  })

  const command = async (text: string): Promise<void> => {
    const client = await pool.connect()
    await client.query(text).finally(() => client.release())
  }
  const listen: Database['listen'] = async (channel, heard) => {
    if (listeners.add(channel, heard)) await command(`listen ${channelName(channel)}`)
    return async () => {
      if (listeners.remove(channel, heard) && !pool.ending) await command(`unlisten ${channelName(channel)}`)
    }
  }
  return pooledDatabase('embedded', pool, listen, async () => {
    await pool.end()
    await engine.close()
    unlock()
  })
}

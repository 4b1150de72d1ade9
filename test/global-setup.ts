import { existsSync, readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { root } from '../src/kit/root.ts'
import { migrate } from '../src/store/migrate.ts'
import { openDatabase } from '../src/store/open.ts'
import { administer, copyDatabase, databaseUrlOn, templateName } from './databases.ts'
import { startPostgresServer } from './postgres-server.ts'

/** Prepares, once for each run, a migrated database that every test file gets a copy of. Answers how to clear it away. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'cardinal-test-'))
  const removeFolder = () => rm(folder, { recursive: true, force: true })

  if (project.config.env.CARDINAL_TEST_DATABASE !== 'postgres') {
    await prepareEmbedded(folder)
    project.provide('databases', { kind: 'embedded', folder, adminUrl: '' })
    return removeFolder
  }
  const server = await startPostgresServer({ fsync: process.env.CARDINAL_TEST_FSYNC === 'on' })
  await administer(server.url('postgres'), `create database ${templateName}`)
  await migrateOnce({ databaseUrl: databaseUrlOn(server.url('postgres'), templateName), dataDir: folder })
  project.provide('databases', { kind: 'postgres', folder, adminUrl: server.url('postgres') })
  return async () => {
    await server.stop()
    await removeFolder()
  }
}

async function prepareEmbedded(folder: string): Promise<void> {
  copyDatabase(await pristineDatabase(), join(folder, 'pristine', 'database'))
  copyDatabase(join(folder, 'pristine', 'database'), join(folder, 'template', 'database'))
  await migrateOnce({ dataDir: join(folder, 'template') })
}

/** To make an embedded database takes seconds; a new one is always the same, and is kept until the engine's version changes. */
async function pristineDatabase(): Promise<string> {
  const { version } = JSON.parse(readFileSync(join(root, 'node_modules/@electric-sql/pglite/package.json'), 'utf8')) as { version: string }
  const kept = join(root, '.cache', `embedded-${version}`)
  if (existsSync(kept)) return kept
  await mkdir(join(root, '.cache'), { recursive: true })
  const dataDir = await mkdtemp(join(root, '.cache', 'making-'))
  const db = await openDatabase({ dataDir })
  await db.close()
  await rename(join(dataDir, 'database'), kept).catch((error) => {
    if (!existsSync(kept)) throw error // Otherwise another run was quicker.
  })
  await rm(dataDir, { recursive: true, force: true })
  return kept
}

async function migrateOnce(settings: { databaseUrl?: string; dataDir: string }): Promise<void> {
  const db = await openDatabase(settings)
  await migrate(db)
  await db.close()
}

import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sha256 } from '../kit/hash.ts'
import { root } from '../kit/root.ts'
import { CannotOpen } from './cannot-open.ts'
import type { Database, Queryable } from './database.ts'

/** The migrations this program brings along: plain SQL, numbered from 0001, applied in order and never changed afterwards. */
export const migrationsFolder = join(root, 'src/store/migrations')

/**
 * Brings the database's tables up to this program. Each migration is applied in a transaction of its own, once, however many programs
 * start at the same time. Refuses a database that a newer program has migrated, and one whose applied migrations are not ours.
 */
export async function migrate(db: Database, folder: string = migrationsFolder): Promise<void> {
  const ours = await readMigrations(folder)
  let pending = true
  while (pending) {
    pending = await db.transaction(async (tx) => {
      const applied = await lockAndReadApplied(tx)
      checkApplied(applied, ours)
      const next = ours[applied.length]
      if (next === undefined) return false
      await tx.script(next.sql)
      await tx.query('insert into migration (name, checksum) values ($1, $2)', [next.name, next.checksum])
      return applied.length + 1 < ours.length
    })
  }
}

interface Migration {
  readonly name: string
  readonly checksum: string
  readonly sql: string
}

type Applied = Pick<Migration, 'name' | 'checksum'>

async function readMigrations(folder: string): Promise<Migration[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.sql')).sort()
  return Promise.all(
    files.map(async (file, index) => {
      if (!file.startsWith(`${String(index + 1).padStart(4, '0')}-`))
        throw new Error(`Migrations are numbered from 0001 without a gap; ${file} is not.`)
      const sql = (await readFile(join(folder, file), 'utf8')).replaceAll('\r\n', '\n') // However the files were checked out.
      return { name: file.slice(0, -'.sql'.length), checksum: sha256(sql), sql }
    }),
  )
}

/** The lock is this schema's own: tenants in other schemas of the same database migrate beside us. */
async function lockAndReadApplied(tx: Queryable): Promise<Applied[]> {
  await tx.query("select pg_advisory_xact_lock(hashtext('cardinal migration ' || current_schema()))")
  const [found] = await tx.query<{ exists: boolean }>("select to_regclass('migration') is not null as exists")
  if (!found?.exists) {
    await tx.script('create table migration (name text primary key, checksum text not null, applied_at timestamptz not null default now())')
  }
  return tx.query<Applied>('select name, checksum from migration order by name')
}

function checkApplied(applied: readonly Applied[], ours: readonly Migration[]): void {
  const newest = ours.at(-1)?.name ?? 'none'
  for (const [index, { name, checksum }] of applied.entries()) {
    const mine = ours[index]
    if (mine === undefined) {
      throw new CannotOpen(
        'database-too-new',
        `The database belongs to a newer Cardinal: it has the migration ${name}, and this program knows them up to ${newest}.`,
        'Start the newer program, or restore a backup from before the upgrade. Nothing was changed.',
      )
    }
    if (mine.name !== name || mine.checksum !== checksum) {
      throw new CannotOpen(
        'migration-changed',
        `The migration ${name} was applied to this database with another content than the file ${mine.name}.sql has now.`,
        'Install the release that made this database, or a newer one, unchanged. Nothing was changed.',
      )
    }
  }
}

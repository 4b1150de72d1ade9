import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { freshPlace, type Place } from '../../test/databases.ts'
import type { Database } from './database.ts'
import { migrate } from './migrate.ts'
import { openDatabase } from './open.ts'

let folder: string
let place: Place
let db: Database
const file = (name: string, sql: string) => writeFile(join(folder, name), sql)
const fruits = async () => (await db.query<{ name: string }>('select name from fruit order by name')).map(({ name }) => name)
const applied = () => db.query('select name from migration order by name')

beforeAll(async () => {
  place = await freshPlace({ empty: true })
  db = await openDatabase(place.settings)
})
afterAll(async () => {
  await db.close()
  await place.remove()
})
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cardinal-migrations-'))
  await file('0001-fruit.sql', "create table fruit (name text primary key);\ninsert into fruit values ('apple');\n")
})
afterEach(async () => {
  await db.script('drop schema public cascade; create schema public')
  await rm(folder, { recursive: true })
})

test('migrations are applied once and in order, also when they are added later', async () => {
  await migrate(db, folder)
  await migrate(db, folder)
  expect(await fruits()).toEqual(['apple'])
  await file('0002-pear.sql', "insert into fruit values ('pear')")
  await file('0003-plum.sql', "insert into fruit select 'plum' from fruit where name = 'pear'")
  await migrate(db, folder)
  expect(await fruits()).toEqual(['apple', 'pear', 'plum'])
  expect(await applied()).toEqual([{ name: '0001-fruit' }, { name: '0002-pear' }, { name: '0003-plum' }])
})

test('programs that start at the same time apply each migration once', async () => {
  await file('0002-pear.sql', "insert into fruit values ('pear')")
  await Promise.all([migrate(db, folder), migrate(db, folder), migrate(db, folder)])
  expect(await fruits()).toEqual(['apple', 'pear'])
})

test('a migration that fails leaves nothing of itself, and keeps those before it', async () => {
  await file('0002-broken.sql', "insert into fruit values ('pear'); insert into vegetable values ('leek')")
  await expect(migrate(db, folder)).rejects.toMatchObject({ code: '42P01' })
  expect(await fruits()).toEqual(['apple'])
  expect(await applied()).toEqual([{ name: '0001-fruit' }])
})

test('a migration that was changed after it was applied is refused', async () => {
  await migrate(db, folder)
  await file('0001-fruit.sql', 'create table fruit (name text primary key, colour text)')
  await file('0002-pear.sql', "insert into fruit values ('pear')")
  await expect(migrate(db, folder)).rejects.toMatchObject({
    code: 'migration-changed',
    sentence: 'The migration 0001-fruit was applied to this database with another content than the file 0001-fruit.sql has now.',
  })
  expect(await fruits()).toEqual(['apple'])
})

test('line ends do not change a migration', async () => {
  await migrate(db, folder)
  await file('0001-fruit.sql', "create table fruit (name text primary key);\r\ninsert into fruit values ('apple');\r\n")
  await migrate(db, folder)
  expect(await fruits()).toEqual(['apple'])
})

test('a database that a newer program has migrated is refused', async () => {
  await file('0002-pear.sql', "insert into fruit values ('pear')")
  await migrate(db, folder)
  await rm(join(folder, '0002-pear.sql'))
  await expect(migrate(db, folder)).rejects.toMatchObject({
    code: 'database-too-new',
    sentence: 'The database belongs to a newer Cardinal: it has the migration 0002-pear, and this program knows them up to 0001-fruit.',
  })
  expect(await fruits()).toEqual(['apple', 'pear'])
})

test('the migrations of this program apply to an empty database', async () => {
  await migrate(db)
  await migrate(db)
  expect((await applied()).length).toBeGreaterThan(0)
})

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { freshDatabase } from '../../test/databases.ts'
import { root } from '../kit/root.ts'
import type { Database } from './database.ts'
import { namesOfActors, personalData } from './personal-data.ts'

let db: Database
beforeAll(async () => {
  db = await freshDatabase()
})
afterAll(() => db.close())

const columnsOfDatabase = async (): Promise<string[]> =>
  (
    await db.query<{ name: string }>(
      `select c.table_name || '.' || c.column_name as name from information_schema.columns c
       join information_schema.tables t using (table_schema, table_name)
       where c.table_schema = current_schema() and t.table_type = 'BASE TABLE'
         and (c.data_type in ('text', 'character varying', 'character', 'jsonb', 'json', 'bytea', 'xml')
           or (c.data_type = 'ARRAY' and c.udt_name in ('_text', '_varchar', '_jsonb', '_bytea')))
       order by 1`,
    )
  ).map(({ name }) => name)

const listed = Object.entries(personalData)
  .flatMap(([table, { personal, other }]) => [...Object.keys(personal), ...other].map((column) => `${table}.${column}`))
  .sort()

it('says of every column of the database that can hold words whether it holds something about a person', async () => {
  expect([...(await columnsOfDatabase())].sort()).toEqual(listed)
  expect(new Set(listed).size).toBe(listed.length)
})

it('notices a column that a migration adds', async () => {
  await db.script('alter table card add nickname text')
  expect((await columnsOfDatabase()).filter((column) => !listed.includes(column))).toEqual(['card.nickname'])
  await db.script('alter table card drop column nickname')
})

it('is told to whoever operates it, table by table', async () => {
  const page = await readFile(join(root, 'docs/operate/privacy.md'), 'utf8')
  const tables = Object.entries(personalData).flatMap(([table, { personal }]) => (Object.keys(personal).length > 0 ? [table] : []))
  expect(tables.filter((table) => !page.includes(`\`${table}\``))).toEqual([])
})

it('erases whatever it says holds something about a person, or says that it stays', () => {
  for (const [table, { rows, personal }] of Object.entries(personalData))
    for (const [column, erasure] of Object.entries(personal)) {
      const isFound = rows !== undefined || ['by itself', 'kept', 'secret', 'derived'].includes(erasure)
      expect([`${table}.${column}`, isFound]).toEqual([`${table}.${column}`, true])
    }
  const names = Object.entries(namesOfActors).flatMap(([table, columns]) => columns.map((column) => personalData[table]?.personal[column]))
  expect(names).toEqual(names.map(() => 'by itself'))
})

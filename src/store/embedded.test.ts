import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { freshPlace, type Place } from '../../test/databases.ts'
import { root } from '../kit/root.ts'
import type { Database } from './database.ts'
import { isConnectionLost } from './failure.ts'
import { openDatabase } from './open.ts'

describe('the embedded database', () => {
  let place: Place
  let db: Database
  beforeAll(async () => {
    place = await freshPlace({ empty: true })
    db = await openDatabase(place.settings)
  })
  afterEach(() => db.script('drop table if exists note'))
  afterAll(async () => {
    await db.close()
    await place.remove()
  })

  test('keeps what it has when it is closed and opened again, and leaves the folder free', async () => {
    await db.script("create table note (text text); insert into note values ('kept')")
    await db.close()
    expect(readdirSync(place.settings.dataDir)).toEqual(['database'])
    db = await openDatabase(place.settings)
    expect(await db.query('select text from note')).toEqual([{ text: 'kept' }])
  })

  test('waits for the disk, with every change of the disk in the order PostgreSQL wants it', async () => {
    const settings = await db.query<{ name: string; setting: string }>(
      "select name, setting from pg_settings where name in ('fsync', 'full_page_writes', 'synchronous_commit', 'wal_sync_method') order by name",
    )
    expect(settings.map(({ name, setting }) => `${name} = ${setting}`)).toEqual([
      'fsync = on',
      'full_page_writes = on',
      'synchronous_commit = on',
      'wal_sync_method = fsync',
    ])
    await db.script('create table note (id int)')
    const syncs = async () =>
      (
        await db.query<{ fsyncs: number }>("select sum(fsyncs)::int as fsyncs from pg_stat_io where object = 'wal' and context = 'normal'")
      )[0]?.fsyncs ?? 0
    await db.query('select pg_stat_force_next_flush()')
    const before = await syncs()
    for (let id = 0; id < 10; id++) await db.transaction((tx) => tx.last('insert into note values ($1)', [id]))
    await db.query('select pg_stat_force_next_flush()')
    expect((await syncs()) - before).toBe(10)
  })

  describe('with one connection', () => {
    beforeEach(() => db.script('create table ledger (id int, amount int); insert into ledger values (1, 100), (2, 100)'))
    afterEach(() => db.script('drop table ledger'))
    const amounts = async (): Promise<number[]> =>
      (await db.query<{ amount: number }>('select amount from ledger order by id')).map(({ amount }) => amount)

    test('lets no question to the database itself slip into a transaction', async () => {
      const within = (ask: () => Promise<unknown>) =>
        db.transaction(async (tx) => {
          await tx.query('update ledger set amount = 0')
          await ask()
        })
      await expect(within(() => db.query('select 1'))).rejects.toThrow('db.query inside an open transaction')
      await expect(within(() => db.script('select 1'))).rejects.toThrow('db.script inside an open transaction')
      await expect(within(() => db.transaction(async () => 1))).rejects.toThrow('db.transaction inside an open transaction')
      await expect(within(() => db.listen('news', () => {}))).rejects.toThrow('db.listen inside an open transaction')
      expect(await amounts()).toEqual([100, 100])
    })

    test('forbids nothing to work a transaction began that goes on after its end', async () => {
      let end = () => {}
      const ended = new Promise<void>((resolve) => {
        end = resolve
      })
      let later: Promise<unknown> = Promise.resolve()
      await db.transaction(async (tx) => {
        await tx.query('update ledger set amount = 3')
        later = ended.then(amounts) // Begun in here, as the code around it remembers, and asked when all is over.
      })
      end()
      expect(await later).toEqual([3, 3])
    })
  })

  test('refuses a second program with a sentence, and goes on undisturbed', async () => {
    const second = await open(place.settings.dataDir)
    expect(second).toContain(`The data folder ${place.settings.dataDir} is in use by process ${process.pid}.`)
    expect(second).toContain('Stop that process first, or give this one another folder.')
    expect(await db.query('select 1 as one')).toEqual([{ one: 1 }])
  })

  test('answers everybody with the reason when its engine stops, and finds all that was committed when it is opened again', async () => {
    await db.script("create table note (text text); insert into note values ('kept')")
    const control = join(place.settings.dataDir, 'database', 'global', 'pg_control')
    renameSync(control, `${control}.away`) // Without this file it cannot write a checkpoint, and has to give up.
    const asked = [db.query('checkpoint'), db.query('select 1'), db.transaction((tx) => tx.query('select 1'))]
    for (const answer of await Promise.all(asked.map((answer) => answer.catch((error) => error)))) {
      expect(isConnectionLost(answer)).toBe(true)
      expect(answer.message).toContain('The embedded database stopped: could not open file')
    }
    await expect(db.query('select 1')).rejects.toThrow('The embedded database stopped')
    await db.close()
    renameSync(`${control}.away`, control)
    db = await openDatabase(place.settings)
    expect(await db.query('select text from note')).toEqual([{ text: 'kept' }])
  })

  test('does not let its log of changes grow without end', async () => {
    await db.script('create table filler (text text)')
    const logs = () => readdirSync(join(place.settings.dataDir, 'database', 'pg_wal')).filter((name) => /^[0-9A-F]{24}$/.test(name)).length
    for (let round = 0; round < 20; round++) {
      await db.query('insert into filler select repeat(md5(i::text), 20) from generate_series(1, 10000) as i')
      await db.query('truncate filler')
    }
    expect(logs()).toBeLessThanOrEqual(8)
  })

  test('begins an interrupted first start again', async () => {
    const dataDir = join(place.settings.dataDir, 'new')
    mkdirSync(join(dataDir, 'database.unfinished'), { recursive: true })
    writeFileSync(join(dataDir, 'database.unfinished', 'PG_VERSION'), '18\n')
    const made = await openDatabase({ dataDir })
    expect(await made.query('select 1 as one')).toEqual([{ one: 1 }])
    await made.close()
    expect(existsSync(join(dataDir, 'database.unfinished'))).toBe(false)
  })
})

/** Opens the folder in another program, and answers what that says. */
async function open(dataDir: string): Promise<string> {
  const program = `import { openDatabase } from ${JSON.stringify(join(root, 'src/store/open.ts'))}
    openDatabase({ dataDir: ${JSON.stringify(dataDir)} }).then(() => console.log('opened'), (error) => console.log(error.message))`
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  child.stdout.on('data', (text) => {
    said += text
  })
  await new Promise((resolve) => child.once('close', resolve))
  return said
}

import { createServer } from 'node:http'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freshPlace, type Place } from '../../test/databases.ts'
import type { Database } from './database.ts'
import { isConnectionLost } from './failure.ts'
import { openDatabase } from './open.ts'
import { checkVersion } from './postgres.ts'

const anywhere = { dataDir: '/nonexistent' }

describe('the setting DATABASE_URL', () => {
  test('is named when it is no URL of a PostgreSQL database', async () => {
    for (const databaseUrl of ['localhost/cardinal', 'mysql://localhost/cardinal', 'postgres://local host:x/']) {
      await expect(openDatabase({ ...anywhere, databaseUrl })).rejects.toMatchObject({
        code: 'database-url',
        message:
          'DATABASE_URL is not of the form postgres://user:password@host:5432/database. ' +
          'Correct the setting DATABASE_URL, or leave it out to use the embedded database. Nothing was changed.',
      })
    }
  })

  test('is named, without the password, when no one answers there', async () => {
    const port = await closedPort()
    const refused = await openDatabase({ ...anywhere, databaseUrl: `postgres://someone:secret@127.0.0.1:${port}/cardinal` }).catch(
      (error) => error,
    )
    expect(refused).toMatchObject({ code: 'database-unreachable' })
    expect(refused.message).toContain('The database that DATABASE_URL names cannot be opened: connect ECONNREFUSED')
    expect(refused.message).not.toContain('secret')
  })
})

test('a server older than PostgreSQL 15 is refused', () => {
  expect(() => checkVersion({ number: 140_011, name: '14.11' })).toThrow(
    'The server that DATABASE_URL names is PostgreSQL 14.11; Cardinal needs 15 or newer. Upgrade the server, or name another one.',
  )
  expect(() => checkVersion({ number: 150_000, name: '15.0' })).not.toThrow()
})

describe('PostgreSQL', () => {
  let place: Place
  let db: Database
  let url: string
  beforeAll(async () => {
    place = await freshPlace()
    url = place.settings.databaseUrl ?? ''
    db = await openDatabase(place.settings)
    await db.script('create table ledger (id int primary key, amount int not null); insert into ledger values (1, 100)')
  })
  afterAll(async () => {
    await db.close()
    await place.remove()
  })
  const amount = async () => (await db.query<{ amount: number }>('select amount from ledger'))[0]?.amount

  test('is looked up in by many over one connection, up to a number that others need not wait for', async () => {
    const lookUps = async (many: number) =>
      (await Promise.all(Array.from({ length: many }, () => db.lookUp<{ pid: number }>('select pg_backend_pid() as pid')))).flat()
    expect(new Set((await lookUps(32)).map(({ pid }) => pid)).size).toBe(1)
    expect(new Set((await lookUps(33)).map(({ pid }) => pid)).size).toBe(2)
  })

  test('that does not have the database is refused with its own reason', async () => {
    await expect(openDatabase({ ...anywhere, databaseUrl: `${url}_gone` })).rejects.toThrow('cannot be opened: database "')
  })

  test('keeps everything in the schema that the URL names', async () => {
    await db.script('create schema tenant')
    const tenant = await openDatabase({ ...anywhere, databaseUrl: `${url}?options=-csearch_path%3Dtenant` })
    await tenant.script('create table ledger (id int primary key, amount int not null); insert into ledger values (1, 7)')
    expect(await tenant.query('select amount from ledger')).toEqual([{ amount: 7 }])
    expect(await amount()).toBe(100)
    await tenant.close()
  })

  test('runs transactions beside one another', async () => {
    let arrive = () => {}
    const met = new Promise<void>((resolve) => {
      arrive = resolve
    })
    const first = db.transaction(async (tx) => {
      await tx.query('select 1')
      await met
    })
    await db.transaction(async (tx) => {
      await tx.query('select 1')
      arrive()
    })
    await first
  })

  test('that loses a connection in a transaction has changed nothing, says so, and serves the next', async () => {
    const lost = await db
      .transaction(async (tx) => {
        const [mine] = await tx.query<{ pid: number }>('update ledger set amount = 0 returning pg_backend_pid() as pid')
        await kill(url, mine?.pid)
        await tx.query('select 1')
      })
      .catch((error) => error)
    expect(isConnectionLost(lost)).toBe(true)
    expect(await amount()).toBe(100)
  })

  test('that loses all idle connections serves the next question', async () => {
    await Promise.all(Array.from({ length: 5 }, () => db.query('select pg_sleep(0.05)')))
    await kill(url)
    expect(await amount()).toBe(100)
  })

  test('that loses the listening connection makes a new one, and tells the listeners to look', async () => {
    const heard: string[] = []
    const stop = await db.listen('news', (payload) => heard.push(payload))
    await kill(url)
    await until(() => heard.includes(''))
    await db.query("select pg_notify('news', 'again')")
    await until(() => heard.includes('again'))
    expect(heard).toEqual(['', 'again'])
    await stop()
  })
})

/** Ends the named connection to the database, or all but our own, and waits until they have ended. */
async function kill(url: string, pid?: number): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  await client.query(
    'select pg_terminate_backend(pid, 10000) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and pid = coalesce($1, pid)',
    [pid ?? null],
  )
  await client.end()
}

async function until(condition: () => boolean): Promise<void> {
  for (let waited = 0; !condition(); waited += 10) {
    if (waited > 10_000) throw new Error('It did not happen within ten seconds.')
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address !== null ? address.port : 1
}

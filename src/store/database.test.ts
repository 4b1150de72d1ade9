import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { freshDatabase } from '../../test/databases.ts'
import type { Database } from './database.ts'
import { isConflict, isUnique } from './failure.ts'

let db: Database
beforeAll(async () => {
  db = await freshDatabase()
  await db.script('create table ledger (id int primary key, amount int not null constraint ledger_amount check (amount >= 0))')
})
afterAll(() => db.close())
beforeEach(() => db.script('truncate ledger; insert into ledger values (1, 100), (2, 100)'))

const amounts = async (): Promise<number[]> =>
  (await db.query<{ amount: number }>('select amount from ledger order by id')).map(({ amount }) => amount)

describe('values', () => {
  test('come back as they went in, and the same from both kinds of database', async () => {
    const when = new Date('2026-11-22T12:34:56.789Z')
    const ids = ['01909bb0-0000-7000-8000-000000000001', '01909bb0-0000-7000-8000-000000000002']
    const words = ['plain', 'with "quotes", commas and \\ backslash', '', 'null', 'Ærøskøbing 🎫']
    const nested = { list: [1, 'two', null], deep: { kéy: true } }
    const rows = await db.query(
      `select $1::int8 as big, $2::timestamptz as time, $3::jsonb as json, $4::uuid[] as ids, $5::text[] as words, $6::text as nothing,
              $7::date as day, $8::numeric as exact, $9::bool as truth, $10::int[] as numbers, $11::bytea as bytes, array[7, null]::int8[] as bigs`,
      [9007199254740991, when, JSON.stringify(nested), ids, words, null, '2026-11-22', '12.50', true, [], Buffer.from([0, 255])],
    )
    expect(rows).toEqual([
      {
        big: 9007199254740991,
        time: when,
        json: nested,
        ids,
        words,
        nothing: null,
        day: '2026-11-22',
        exact: '12.50',
        truth: true,
        numbers: [],
        bytes: Buffer.from([0, 255]),
        bigs: [7, null],
      },
    ])
  })

  test('an integer too large for a number throws instead of being rounded', async () => {
    await expect(db.query('select 9007199254740993::int8 as big')).rejects.toThrow('too large for a number')
    expect(await db.query('select 1 as one')).toEqual([{ one: 1 }])
  })

  test('letters beyond ASCII have small and capital forms', async () => {
    expect(await db.query("select lower('ÆØÅ') as small, 'ÅSE' ilike 'åse' as alike")).toEqual([{ small: 'æøå', alike: true }])
  })
})

describe('a transaction', () => {
  test('commits what it did when its work returns, and answers with it', async () => {
    const answer = await db.transaction(async (tx) => {
      await tx.query('update ledger set amount = amount - 40 where id = 1')
      await tx.query('update ledger set amount = amount + 40 where id = 2')
      return 'moved'
    })
    expect(answer).toBe('moved')
    expect(await amounts()).toEqual([60, 140])
  })

  test('leaves nothing behind when its work throws', async () => {
    const failed = db.transaction(async (tx) => {
      await tx.query('update ledger set amount = 0')
      throw new Error('second thoughts')
    })
    await expect(failed).rejects.toThrow('second thoughts')
    expect(await amounts()).toEqual([100, 100])
  })

  test('leaves nothing behind when a statement fails, also if the work swallows the error', async () => {
    const failed = db.transaction(async (tx) => {
      await tx.query('update ledger set amount = 7 where id = 1')
      await tx.query('insert into ledger values (2, 0)').catch(() => {})
      return 'all is well'
    })
    await expect(failed).rejects.toMatchObject({ code: '23505', constraint: 'ledger_pkey' })
    expect(await amounts()).toEqual([100, 100])
  })

  test('commits together with its last statement', async () => {
    const rows = await db.transaction(async (tx) => {
      await tx.query('update ledger set amount = amount - 40 where id = 1')
      return tx.last('update ledger set amount = amount + $1 where id = 2 returning amount', [40])
    })
    expect(rows).toEqual([{ amount: 140 }])
    expect(await amounts()).toEqual([60, 140])
  })

  test('may consist of its last statement alone', async () => {
    await db.transaction((tx) => tx.last('update ledger set amount = 1'))
    expect(await amounts()).toEqual([1, 1])
  })

  test('leaves nothing behind when its last statement fails, whether or not the work swallows the error', async () => {
    const move = async (swallow: boolean) =>
      db.transaction(async (tx) => {
        await tx.query('update ledger set amount = amount + 140 where id = 2')
        const last = tx.last('update ledger set amount = amount - 140 where id = 1')
        await (swallow ? last.catch(() => {}) : last)
      })
    for (const swallow of [false, true]) {
      await expect(move(swallow)).rejects.toMatchObject({ code: '23514', constraint: 'ledger_amount' })
      expect(await amounts()).toEqual([100, 100])
    }
  })

  test('tells what only the commit finds out', async () => {
    await db.script('create table pair (id int primary key, other int references pair deferrable initially deferred)')
    await expect(db.transaction((tx) => tx.query('insert into pair values (1, 2)'))).rejects.toMatchObject({ code: '23503' })
    await expect(db.transaction((tx) => tx.last('insert into pair values (1, 2)'))).rejects.toMatchObject({ code: '23503' })
    expect(await db.query('select id from pair')).toEqual([])
  })

  test('answers nothing more when it is over', async () => {
    let kept: Promise<unknown> = Promise.resolve()
    await db.transaction(async (tx) => {
      await tx.last('update ledger set amount = 1')
      kept = tx.query('update ledger set amount = 2').catch((error) => error)
    })
    expect(await kept).toMatchObject({ message: 'The transaction is over; nothing more may be asked of it.' })
    expect(await amounts()).toEqual([1, 1])
  })

  test('sends statements that are asked at once in their order', async () => {
    await db.transaction((tx) =>
      Promise.all([
        tx.query('update ledger set amount = amount * 2 where id = 1'),
        tx.query('update ledger set amount = amount - 200 where id = 1'),
        tx.query('update ledger set amount = amount + 5 where id = 1'),
      ]),
    )
    expect(await amounts()).toEqual([5, 100])
  })

  test('is kept apart from what others ask meanwhile', async () => {
    const others: Promise<unknown>[] = []
    const failed = db.transaction(async (tx) => {
      await tx.query('update ledger set amount = 0 where id = 1')
      throw new Error('second thoughts')
    })
    others.push(
      db.query('insert into ledger values (3, 300)'),
      db.transaction((tx) => tx.query('insert into ledger values (4, 400)')),
    )
    await expect(failed).rejects.toThrow('second thoughts')
    await Promise.all(others)
    expect(await amounts()).toEqual([100, 100, 300, 400])
  })
})

describe('a failure', () => {
  test('is told by its kind', async () => {
    const twice = await db.query('insert into ledger values (1, 1)').catch((error) => error)
    expect([isUnique(twice), isUnique(twice, 'ledger_pkey'), isUnique(twice, 'another'), isConflict(twice)]).toEqual([
      true,
      true,
      false,
      false,
    ])
    const conflict = await db.script("do $$ begin raise exception 'again' using errcode = '40001'; end $$").catch((error) => error)
    expect([isUnique(conflict), isConflict(conflict)]).toEqual([false, true])
  })

  test('of one that is looked up does not touch those that share its connection', async () => {
    const asked = [2, 0, 1].map((by) => db.lookUp<{ part: number }>('select 100 / $1::int as part', [by]))
    const [half, none, all] = await Promise.allSettled(asked)
    expect([half, all]).toEqual([
      { status: 'fulfilled', value: [{ part: 50 }] },
      { status: 'fulfilled', value: [{ part: 100 }] },
    ])
    expect(none).toMatchObject({ status: 'rejected', reason: { code: '22012' } })
    expect(await db.lookUp('select 1 as one')).toEqual([{ one: 1 }])
  })

  test('of a script undoes the whole script, and leaves no transaction open', async () => {
    await expect(db.script('update ledger set amount = 0; select nonsense')).rejects.toMatchObject({ code: '42703' })
    await expect(db.script('begin; update ledger set amount = 0; select nonsense')).rejects.toMatchObject({ code: '42703' })
    expect(await amounts()).toEqual([100, 100])
  })

  test('of a prepared statement whose table changed is a conflict, and goes away when it is tried again', async () => {
    await db.script('create table shape (id int); insert into shape values (1)')
    const look = () => db.query('select * from shape')
    expect(await look()).toEqual([{ id: 1 }])
    await db.script('alter table shape add column colour text')
    const outcome = await look().catch((error) => error)
    if (outcome instanceof Error) expect(isConflict(outcome)).toBe(true)
    for (let attempt = 0; attempt < 12; attempt++) await look().catch(() => {}) // Each connection may have prepared it.
    expect(await look()).toEqual([{ id: 1, colour: null }])
  })
})

describe('notifications', () => {
  const heardBy = () => {
    const heard: string[] = []
    return { heard, listen: (payload: string) => void heard.push(payload) }
  }
  const until = async (heard: string[], count: number) => {
    for (let waited = 0; heard.length < count && waited < 5000; waited += 10) await new Promise((resolve) => setTimeout(resolve, 10))
    return heard
  }

  test('are heard after the commit, by every listener of the channel, and no longer than they listen', async () => {
    const [one, two, other] = [heardBy(), heardBy(), heardBy()]
    const stopOne = await db.listen('news', one.listen)
    const stopTwo = await db.listen('news', two.listen)
    const stopOther = await db.listen('other_news', other.listen)

    await db
      .transaction(async (tx) => {
        await tx.query("select pg_notify('news', 'never said')")
        throw new Error('second thoughts')
      })
      .catch(() => {})
    await db.transaction((tx) => tx.last("select pg_notify('news', $1)", ['first']))
    expect(await until(one.heard, 1)).toEqual(['first'])
    expect(await until(two.heard, 1)).toEqual(['first'])

    await stopOne()
    await db.query("select pg_notify('news', 'second')")
    expect(await until(two.heard, 2)).toEqual(['first', 'second'])
    await stopTwo()
    await db.query("select pg_notify('news', 'third')")
    await db.query("select pg_notify('other_news', 'end')")
    expect(await until(other.heard, 1)).toEqual(['end'])
    await stopOther()
    expect([one.heard, two.heard]).toEqual([['first'], ['first', 'second']])
  })

  test('have channels with plain names only', async () => {
    await expect(db.listen('news"; drop table ledger', () => {})).rejects.toThrow('A channel is named')
  })
})

test('a closed database lets what is under way finish, and answers nothing more', async () => {
  const own = await freshDatabase()
  const underWay = Array.from({ length: 20 }, (_, number) => own.query<{ number: number }>('select $1::int as number', [number]))
  await own.close()
  expect((await Promise.all(underWay)).map(([row]) => row?.number)).toEqual(Array.from({ length: 20 }, (_, number) => number))
  await expect(own.query('select 1')).rejects.toThrow('The database is closed.')
})

import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Database, Queryable } from '../../src/store/database.ts'
import { openTestDesk, type TestDesk } from '../desk.ts'
import { openTestServer, type TestServer } from '../server.ts'

/** How often the database is asked is what a command costs. */
let desk: TestDesk
let server: TestServer
const asked: string[] = []
beforeAll(async () => {
  desk = await openTestDesk({ idle: true })
  const { db } = desk.world
  const counting = <T extends Queryable>(queryable: T): T => ({
    ...queryable,
    query: (text: string, values?: readonly unknown[]) => {
      asked.push(text)
      return queryable.query(text, values)
    },
  })
  const counted: Database = {
    ...counting(db),
    lookUp: (text, values) => {
      asked.push(text)
      return db.lookUp(text, values)
    },
    transaction: (work) =>
      db.transaction((tx) =>
        work({
          ...counting(tx),
          last: (text, values) => {
            asked.push(text)
            return tx.last(text, values)
          },
        }),
      ),
  }
  server = await openTestServer({ ...desk, world: { ...desk.world, db: counted } })
})
afterAll(async () => {
  await server?.close()
  await desk?.close()
})

it('an abort in one call asks four things: who it is, the card under its lock, the order, and the record that it is done', async () => {
  await desk.enable('abort-card-order')
  const [first, second] = await desk.queuedCards(2)
  const operator = await server.as('operator')
  const abort = (card: string | undefined) => operator.post('/commands/abort-card-order', { objects: [card], input: {} })
  expect((await abort(first)).status).toBe(200)
  asked.length = 0
  expect((await abort(second)).status).toBe(200)
  expect(asked.map((text) => text.trim().split(/\s+/)[0])).toEqual(['select', 'select', 'update', 'with'])
})

import { afterEach, beforeEach, expect, it } from 'vitest'
import { openTestDesk, type TestDesk } from '../../test/desk.ts'
import { schedulerActor } from '../identity/actor.ts'
import { BUREAU, NotDelivered } from '../production/bureau.ts'
import { sealedBatches } from '../store/batch.ts'
import type { Database } from '../store/database.ts'
import { sendBatch } from './hand-over.ts'
import { release } from './release.ts'

let desk: TestDesk
beforeEach(async () => {
  desk = await openTestDesk({ idle: true })
  await desk.setOptions({ CardsAddonExtProdBatchSize: 2 })
})
afterEach(() => desk.close())

const states = (cards: readonly string[]) => Promise.all(cards.map(async (card) => [await desk.stateOf(card), await desk.orderOf(card)]))
const batchesWith = (status: string) => desk.world.db.query('select id from batch where status = $1', [status])

it('looks at each order once while the bureau is away, and leaves the queue as it was', async () => {
  const cards = await desk.queuedCards(5)
  const away = { ...desk.bureau, submit: () => Promise.reject(new NotDelivered('The bureau is away.')) }
  const { db } = desk.world
  // Whenever the queue is looked at, what was sealed until then has come back to it.
  const query: Database['query'] = async (text, values) => {
    for (const batch of await sealedBatches(db)) await sendBatch(desk.world, away, batch.id)
    return db.query(text, values)
  }
  expect(await release({ ...desk.world, db: { ...db, query } }, schedulerActor, BUREAU)).toEqual({ orders: 5, batches: 3 })
  expect(await batchesWith('returned')).toHaveLength(3)
  expect(await states(cards)).toEqual(cards.map(() => ['processing', 'queued']))
})

it('sends what it can where an order waits whose card is not in Processing', async () => {
  const [first = '', ...others] = await desk.queuedCards(4)
  await desk.world.db.query(`update card set state = 'failed' where id = $1`, [first])
  expect(await release(desk.world, schedulerActor, BUREAU)).toEqual({ orders: 3, batches: 2 })
  expect(await states([first, ...others])).toEqual([['failed', 'queued'], ...others.map(() => ['processing', 'claimed'])])
})

it('walks past orders of the same millisecond, to the microsecond', async () => {
  const cards = await desk.queuedCards(4)
  for (const [nth, card] of cards.entries())
    await desk.world.db.query(
      "update production_order set queued_at = $2::timestamptz - $3::integer * interval '1 microsecond' where card_id = $1",
      [card, desk.clock.now(), nth + 1],
    )
  await desk.setOptions({ CardsAddonExtProdBatchSize: 1 })
  expect(await release(desk.world, schedulerActor, BUREAU)).toEqual({ orders: 4, batches: 4 })
  expect(await states(cards)).toEqual(cards.map(() => ['processing', 'claimed']))
})

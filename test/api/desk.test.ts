import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestDesk, type TestDesk } from '../desk.ts'

let desk: TestDesk
beforeAll(async () => {
  desk = await openTestDesk()
})
afterAll(() => desk.close())

it('a user is created, a card is ordered for them and waits in the queue', async () => {
  const card = await desk.queuedCard()
  expect(await desk.stateOf(card)).toBe('processing')
  expect(await desk.orderOf(card)).toBe('queued')
})

it('an order is handed over to the bureau in its folder', async () => {
  const card = await desk.orderedCard()
  expect(await desk.stateOf(card)).toBe('ordered')
  expect(await desk.orderOf(card)).toBe('sent')
  expect(desk.errors).toEqual([])
})

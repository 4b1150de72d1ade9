import { afterAll, beforeAll, expect, it } from 'vitest'
import { fingerprint } from '../../test/contract/objects.ts'
import { openTestDesk, type TestDesk } from '../../test/desk.ts'
import { schedulerActor } from '../identity/actor.ts'
import { begin } from '../runtime/begin.ts'
import { sendBatch } from '../runtime/hand-over.ts'
import { sealedBatches } from '../store/batch.ts'

let desk: TestDesk
beforeAll(async () => {
  desk = await openTestDesk({ idle: true })
})
afterAll(() => desk.close())

it('who comes too late to abort an order is told who released it, when, and what can still be done; and that can be done', async () => {
  const card = await desk.queuedCard()
  await desk.enable('abort-card-order', 'recall-card-order', 'block-card-on-arrival')
  await begin(desk.world, schedulerActor, { useCase: 'send-queued-orders', objects: [card] })
  desk.clock.forward(20)
  const before = await fingerprint(desk)
  const abort = async () => {
    const outcome = await begin(desk.world, desk.operator, { useCase: 'abort-card-order', objects: [card], input: {} })
    return outcome.end?.objects[0]?.refusal
  }
  const [batch] = await sealedBatches(desk.world.db)
  expect(await abort()).toEqual({
    code: 'order_already_handed_over',
    sentence: `This order left the queue 20 seconds ago in batch ${batch?.number}, released by Schedule, which is being handed over to Bureau. Nothing was changed.`,
    remedy:
      'Wait a moment: if the bureau cannot be reached the order comes back to the queue. Otherwise recall it from the bureau, or have the card blocked on arrival.',
    personal: { names: ['Schedule'] },
  })
  expect(await fingerprint(desk)).toBe(before)

  await sendBatch(desk.world, desk.bureau, batch?.id ?? '')
  desk.clock.forward(40)
  const late = await abort()
  expect([late?.code, late?.sentence.replace(/^Card \d+ · First \d+ Last \d+ /, '')]).toEqual([
    'wrong_state',
    `is Ordered and was handed over to Bureau 40 seconds ago in batch ${batch?.number}, released by Schedule. Nothing was changed.`,
  ])
  expect(late?.remedy).toBe('Recall it from the bureau, or have the card blocked on arrival.')
  await desk.perform('recall-card-order', [card], { reason: 'Ordered by mistake' })
  await desk.perform('block-card-on-arrival', [card], { reason: 'Ordered by mistake' })
  expect(await desk.stateOf(card)).toBe('ordered')
})

it.each(['order-card', 'register-card', 'request-card'])(
  '%s: a card is made out to its last day, and not when that has passed',
  async (useCase) => {
    await desk.enable(useCase)
    const user = await desk.someUser()
    const before = await fingerprint(desk)
    const make = (validTo: string) => begin(desk.world, desk.operator, { useCase, objects: [user], input: { validTo } })
    // It is the 25th of November.
    const refusal = (await make('2026-11-24')).end?.objects[0]?.refusal
    expect([refusal?.code, refusal?.sentence]).toEqual([
      'last_day_passed',
      'The last day of the card, 2026-11-24, has passed already. Nothing was changed.',
    ])
    expect(await fingerprint(desk)).toBe(before)
    expect((await make('2026-11-25')).end?.objects[0]?.outcome).toBe('done')
  },
)

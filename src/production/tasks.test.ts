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

it('who comes too late to abort an order is advised what can be done', async () => {
  const card = await desk.queuedCard()
  await desk.enable('abort-card-order')
  await begin(desk.world, schedulerActor, { useCase: 'send-queued-orders', objects: [card] })
  const before = await fingerprint(desk)
  const late = await begin(desk.world, desk.operator, { useCase: 'abort-card-order', objects: [card], input: {} })
  const refusal = late.end?.objects[0]?.refusal
  expect(refusal?.code).toBe('order_already_handed_over')
  expect(refusal?.remedy).toMatch(/ask the bureau to stop it, or activate the card when it arrives and lock it at once\.$/)
  expect(await fingerprint(desk)).toBe(before)

  for (const batch of await sealedBatches(desk.world.db)) await sendBatch(desk.world, desk.bureau, batch.id)
  await desk.report(card, 'record-card-produced')
  await desk.perform('activate-card', [card])
  await desk.perform('lock-card', [card], { reason: 'lost' })
  expect(await desk.stateOf(card)).toBe('locked')
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

import { afterAll, beforeAll, expect, test } from 'vitest'
import { NotDelivered } from '../../src/production/bureau.ts'
import { begin, type Outcome } from '../../src/runtime/begin.ts'
import { sendBatch } from '../../src/runtime/hand-over.ts'
import { history } from '../../src/runtime/history.ts'
import { sealedBatches } from '../../src/store/batch.ts'
import { openTestDesk, type TestDesk } from '../desk.ts'
import { objectIn } from './objects.ts'

/** With the queue off an order goes to the bureau at once. These are the stories of what is told when the bureau does not take it. */
let desk: TestDesk
beforeAll(async () => {
  desk = await openTestDesk({ idle: true })
  await desk.enable('order-card')
})
afterAll(() => desk.close())

const WHY = 'The folder of the bureau is not there.'
const performInVain = async (useCase: string, object: string, actor = desk.operator): Promise<Outcome> => {
  await desk.setOptions({ CardsAddonExtProdQueue: false })
  const outcome = await begin(desk.world, actor, { useCase, objects: [object], input: {} })
  await desk.setOptions({ CardsAddonExtProdQueue: true })
  const away = { ...desk.bureau, submit: () => Promise.reject(new NotDelivered(WHY)) }
  for (const batch of await sealedBatches(desk.world.db)) await sendBatch(desk.world, away, batch.id)
  return outcome
}
const told = async (template: string, id: string): Promise<string[]> => {
  const lines = await history(desk.world, desk.operator, template, id, undefined, 50)
  return 'items' in lines ? lines.items.map(({ sentence }) => sentence.replace(/Card \d+/, 'The card')) : []
}

test('Order card: the card is Failed, and nobody is told that one was ordered', async () => {
  const user = await desk.someUser({ firstName: 'Ada', lastName: 'Berg' })
  const card = (await performInVain('order-card', user)).end?.objects[0]?.madeId ?? ''
  expect([await desk.stateOf(card), await desk.orderOf(card)]).toEqual(['failed', 'answered'])
  expect(await told('card', card)).toEqual([
    `The card became Failed: Test operator, Order card. ${WHY}`,
    'The card was made out for Ada Berg.',
  ])
  expect((await told('user', user))[0]).toBe(`Order card: The bureau did not take the order. ${WHY}`)
  expect((await told('user', user)).join()).not.toContain('ordered a card')
})

test.each([
  ['approve-card-request', 'requested', 'approved the card of'],
  ['order-registered-card', 'registered', 'placed the order of the card of'],
  ['repeat-card-order', 'failed', 'ordered the failed card of'],
])('%s: the order waits in the queue, and what was done is told once', async (useCase, state, said) => {
  const card = await objectIn(desk, 'card', state)
  await performInVain(useCase, card, useCase === 'approve-card-request' ? desk.actors.approver : desk.operator)
  expect([await desk.stateOf(card), await desk.orderOf(card)]).toEqual(['processing', 'queued'])
  const lines = await told('card', card)
  expect(lines[0]).toMatch(/: Back in the queue\. The folder of the bureau is not there\.$/)
  expect(lines.filter((line) => line.includes(said))).toHaveLength(1)
})

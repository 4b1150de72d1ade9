import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { schedulerActor } from '../../src/identity/actor.ts'
import { BUREAU } from '../../src/production/bureau.ts'
import { answer, cancel } from '../../src/runtime/answer.ts'
import { begin, type Outcome } from '../../src/runtime/begin.ts'
import { collectAnswers } from '../../src/runtime/collect.ts'
import { find } from '../../src/runtime/find.ts'
import { sendBatch } from '../../src/runtime/hand-over.ts'
import { history } from '../../src/runtime/history.ts'
import { offers } from '../../src/runtime/offers.ts'
import { publish } from '../../src/runtime/publish.ts'
import { release } from '../../src/runtime/release.ts'
import { fingerprint } from '../contract/objects.ts'
import { openTestDesk, type TestDesk } from '../desk.ts'
import { bureauAnswers } from './bureau-answers.ts'

/** What people of the reference system expect of card orders for external production, statement by statement. */
let desk: TestDesk
beforeAll(async () => {
  desk = await openTestDesk()
})
afterAll(() => desk.close())

const perform = (useCase: string, objects: string[], input: Record<string, unknown> | null = {}): Promise<Outcome> =>
  begin(desk.world, desk.operator, { useCase, objects, ...(input && { input }) })
const codes = (outcome: Outcome): (string | null)[] =>
  outcome.end?.objects.map((object) => object.refusal?.code ?? object.outcome) ?? [outcome.kind === 'refused' ? outcome.refusal.code : null]
const runOf = (outcome: Outcome): string => (outcome.kind === 'run' ? outcome.run.id : '')
const offer = async (useCase: string, template: string, id: string): Promise<string> => {
  const found = (await offers(desk.world, desk.operator, template, [id])).find((each) => each.useCase.slug === useCase)
  return found ? (found.refusals.get(id)?.code ?? 'offered') : 'absent'
}
const filesSent = (): Promise<string[]> => readdir(join(desk.folder, 'orders'))
const attach = (template: string, state: string, ...useCases: string[]) =>
  publish(desk.world, desk.admin, {
    change: { kind: 'commands', template, state, items: useCases.map((useCase) => ({ useCase })) },
    ifMatch: undefined,
    why: null,
  })
const movesOf = async (card: string): Promise<string[]> => {
  const told = await history(desk.world, desk.operator, 'card', card, undefined, 100)
  return 'items' in told ? told.items.filter(({ entry }) => entry.kind === 'moved').map(({ entry }) => `${entry.from} > ${entry.to}`) : []
}

test('4. in a fresh installation neither Order card nor Abort card order is offered', async () => {
  const user = await desk.someUser()
  expect(await offer('order-card', 'user', user)).toBe('not_attached')
  expect(codes(await perform('order-card', [user]))).toEqual(['not_attached'])
  await attach('user', 'active', 'order-card', 'deactivate-user', 'edit-user')
  const card = await desk.queuedCard(user)
  expect(await offer('abort-card-order', 'card', card)).toBe('not_attached')
  expect(codes(await perform('abort-card-order', [card]))).toEqual(['not_attached'])
  expect(await desk.stateOf(card)).toBe('processing')
})

test('1. with the queue on, Order card leaves a card of the user in Processing, and nothing has been sent', async () => {
  const user = await desk.someUser()
  const before = await filesSent()
  const outcome = await perform('order-card', [user])
  const found = await find(desk.world, desk.operator, { template: 'card', state: 'processing', limit: 100 })
  const card = 'objects' in found ? found.objects.find((object) => object.personId === user) : undefined
  expect(codes(outcome)).toEqual(['done'])
  expect([card?.state, card && (await desk.orderOf(card.id))]).toEqual(['processing', 'queued'])
  expect(await filesSent()).toEqual(before)
})

test('2. with the queue off, Order card hands the order over at once and the card is Ordered', async () => {
  await desk.setOptions({ CardsAddonExtProdQueue: false })
  const before = (await filesSent()).length
  const outcome = await desk.perform('order-card', [await desk.someUser()])
  const card = outcome.end?.objects[0]?.madeId ?? ''
  expect([await desk.stateOf(card), await desk.orderOf(card)]).toEqual(['ordered', 'sent'])
  expect((await filesSent()).length).toBe(before + 1)
  await desk.setOptions({ CardsAddonExtProdQueue: true })
})

test('3. for a user who is not Active, Order card is not offered and is refused', async () => {
  const user = await desk.someUser()
  await desk.perform('deactivate-user', [user], { reason: 'leave' })
  const before = await fingerprint(desk)
  expect(await offer('order-card', 'user', user)).toBe('wrong_state')
  expect(codes(await perform('order-card', [user]))).toEqual(['wrong_state'])
  expect(await fingerprint(desk)).toBe(before)
})

test('5. attached to Processing, Abort card order is offered there and in no other state', async () => {
  const [queued, ordered] = [await desk.queuedCard(), await desk.orderedCard()]
  await attach('card', 'processing', 'abort-card-order')
  expect(await offer('abort-card-order', 'card', queued)).toBe('offered')
  expect(await offer('abort-card-order', 'card', ordered)).toBe('wrong_state')
  for (const state of ['registered', 'requested', 'ordered', 'inProduction', 'produced', 'active', 'failed', 'aborted'])
    expect(await attach('card', state, 'abort-card-order')).toMatchObject({ code: 'cannot_attach' })
})

test('7. a card found with Status Processing is aborted with Next', async () => {
  const card = await desk.queuedCard()
  const found = await find(desk.world, desk.operator, { template: 'card', state: 'processing', limit: 200 })
  expect('objects' in found && found.objects.map((object) => object.id)).toContain(card)
  const open = await perform('abort-card-order', [card], null)
  expect(open.kind === 'run' && open.run.state).toBe('asking')
  expect(codes(await answer(desk.world, desk.operator, runOf(open), {}))).toEqual(['done'])
  expect([await desk.stateOf(card), await desk.orderOf(card)]).toEqual(['aborted', 'withdrawn'])
})

test('8. Cancel closes the process, and the card is still in Processing', async () => {
  const card = await desk.queuedCard()
  const before = await fingerprint(desk)
  const open = await perform('abort-card-order', [card], null)
  await cancel(desk.world, desk.operator, runOf(open))
  expect([await desk.stateOf(card), await desk.orderOf(card)]).toEqual(['processing', 'queued'])
  expect(await fingerprint(desk)).toBe(before)
})

test('9. in any other state the abort is refused, nothing changes, and the operator is told the state', async () => {
  const card = await desk.orderedCard()
  const before = await fingerprint(desk)
  const outcome = await perform('abort-card-order', [card])
  expect(codes(outcome)).toEqual(['wrong_state'])
  expect(outcome.kind === 'refused' && outcome.refusal.sentence).toMatch(/is Ordered .*Nothing was changed\./)
  expect(await fingerprint(desk)).toBe(before)
})

test('10. an abort and a release at the same moment: exactly one wins', async () => {
  const cards = await desk.queuedCards(12)
  const [aborted] = await Promise.all([
    Promise.all(cards.map((card) => perform('abort-card-order', [card]))),
    release(desk.world, schedulerActor, BUREAU),
  ])
  await desk.until(
    async () => (await Promise.all(cards.map((card) => desk.stateOf(card)))).every((state) => state !== 'processing'),
    'every card is decided',
  )
  const sent = (await Promise.all((await filesSent()).map((file) => readFile(join(desk.folder, 'orders', file), 'utf8')))).join()
  for (const [position, card] of cards.entries()) {
    const won = aborted[position] !== undefined && codes(aborted[position])[0] === 'done'
    expect([await desk.stateOf(card), sent.includes(card)]).toEqual(won ? ['aborted', false] : ['ordered', true])
  }
})

test('11. an aborted card is never sent, however often the queue is', async () => {
  const card = await desk.queuedCard()
  await desk.perform('abort-card-order', [card])
  for (let round = 0; round < 3; round++) await release(desk.world, schedulerActor, BUREAU)
  const sent = await Promise.all((await filesSent()).map((file) => readFile(join(desk.folder, 'orders', file), 'utf8')))
  expect(sent.filter((file) => file.includes(card))).toEqual([])
  expect(await desk.stateOf(card)).toBe('aborted')
})

test('12. of two who press Next on the same abort, one succeeds and the other is told, with one change in the history', async () => {
  const card = await desk.queuedCard()
  const [one, two] = [await perform('abort-card-order', [card], null), await perform('abort-card-order', [card], null)]
  const ends = await Promise.all([answer(desk.world, desk.operator, runOf(one), {}), answer(desk.world, desk.operator, runOf(two), {})])
  expect(ends.flatMap(codes).sort()).toEqual(['done', 'wrong_state'])
  const told = ends.flatMap((end) => end.end?.objects ?? []).find((object) => object.refusal)
  expect(told?.refusal?.sentence).toMatch(/is Aborted/)
  expect((await movesOf(card)).filter((move) => move === 'processing > aborted')).toHaveLength(1)
})

test('13. no command leads out of Aborted', async () => {
  const card = await desk.queuedCard()
  await desk.perform('abort-card-order', [card])
  const offered = (await offers(desk.world, desk.operator, 'card', [card])).filter((each) => !each.refusals.has(card))
  expect(offered).toEqual([])
  expect(
    Object.values(desk.world.catalog.templates.find((each) => each.name === 'card')?.moves ?? {}).filter((move) =>
      [move.from].flat().includes('aborted'),
    ),
  ).toEqual([])
})

const remedy = async (user: string) => (await perform('order-card', [user])).end?.objects[0]?.refusal?.remedy

test('14. one card order for a user, unless multiple card orders are on', async () => {
  const user = await desk.someUser()
  const card = await desk.queuedCard(user)
  expect(codes(await perform('order-card', [user]))).toEqual(['card_order_under_way'])
  expect(await remedy(user)).toBe('Abort its order, or ask an administrator to allow multiple card orders.')
  await desk.perform('send-queued-orders', [card], {}, desk.admin)
  expect(await remedy(user)).toBe('Wait until it is active, or ask an administrator to allow multiple card orders.')
  await desk.setOptions({ CardsAddonExtProdMultipleCards: true })
  expect(codes(await perform('order-card', [user]))).toEqual(['done'])
  await desk.setOptions({ CardsAddonExtProdMultipleCards: false })
})

test('15. after the only order was aborted, a new one is accepted', async () => {
  const user = await desk.someUser()
  await desk.perform('abort-card-order', [await desk.queuedCard(user)])
  expect(codes(await perform('order-card', [user]))).toEqual(['done'])
})

test('16. of two orders for one user at once, at most one card results', async () => {
  const user = await desk.someUser()
  const ends = await Promise.all([perform('order-card', [user]), perform('order-card', [user])])
  expect(ends.flatMap(codes).sort()).toEqual(['card_order_under_way', 'done'])
  const [cards] = await desk.world.db.query<{ count: number }>('select count(*) as count from card where person_id = $1', [user])
  expect(cards?.count).toBe(1)
})

test('17. ordering for many: each who may gets a card, each who may not is reported, and nobody stops the rest', async () => {
  const [free, busy, away] = [await desk.someUser(), await desk.someUser(), await desk.someUser()]
  await desk.queuedCard(busy)
  await desk.perform('deactivate-user', [away], { reason: 'leave' })
  const outcome = await perform('order-card', [free, busy, away])
  expect(codes(outcome)).toEqual(['done', 'card_order_under_way', 'wrong_state'])
  expect(outcome.kind === 'run' && [outcome.run.total, outcome.run.done, outcome.run.refused]).toEqual([3, 1, 2])
})

test('23. what the bureau reports is what the card becomes; an unchanged answer changes nothing', async () => {
  const [made, broken] = [await desk.orderedCard(), await desk.orderedCard()]
  const step = async (reports: Parameters<typeof bureauAnswers>[2]): Promise<void> => {
    await bureauAnswers(desk.world, desk.folder, reports)
    await collectAnswers(desk.world, desk.bureau)
  }
  await step([{ card: made, status: 'in production' }])
  expect(await desk.stateOf(made)).toBe('inProduction')
  const before = await fingerprint(desk)
  await step([{ card: made, status: 'in production' }])
  expect(await fingerprint(desk)).toBe(before)
  await step([
    { card: made, status: 'produced', chipNumber: '04A1B2C3' },
    { card: broken, status: 'failed', text: 'The photo is too dark.' },
  ])
  expect([await desk.stateOf(made), await desk.stateOf(broken)]).toEqual(['produced', 'failed'])
  expect(await movesOf(made)).toEqual([
    'inProduction > produced',
    'ordered > inProduction',
    'processing > ordered',
    'registered > processing',
  ])
})

test('23. Update card order collects the answers of the bureau now', async () => {
  const card = await desk.orderedCard()
  await desk.enable('update-card-order')
  await bureauAnswers(desk.world, desk.folder, [{ card, status: 'produced' }])
  await desk.perform('update-card-order', [card])
  expect(await desk.stateOf(card)).toBe('produced')
})

test('29. without the permission to start it, Abort card order is absent and refused', async () => {
  const card = await desk.queuedCard()
  const before = await fingerprint(desk)
  const found = (await offers(desk.world, desk.helpdesk, 'card', [card])).find((each) => each.useCase.slug === 'abort-card-order')
  expect(found?.refusals.get(card)?.code).toBe('not_permitted')
  const outcome = await begin(desk.world, desk.helpdesk, { useCase: 'abort-card-order', objects: [card], input: {} })
  expect(codes(outcome)).toEqual(['not_permitted'])
  expect(await fingerprint(desk)).toBe(before)
})

test('a batch sent again is the same batch', async () => {
  const card = await desk.orderedCard()
  const [batch] = await desk.world.db.query<{ id: string }>('select batch_id as id from production_order where card_id = $1', [card])
  const before = await filesSent()
  await sendBatch(desk.world, desk.bureau, batch?.id ?? '')
  expect(await filesSent()).toEqual(before)
})

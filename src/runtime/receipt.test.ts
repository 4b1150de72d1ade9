import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { fingerprint, journalSize } from '../../test/contract/objects.ts'
import { openTestDesk, type TestDesk } from '../../test/desk.ts'
import type { Actor } from '../engine/permit.ts'
import { schedulerActor } from '../identity/actor.ts'
import { privateKeyOf, signerOf } from '../kit/signature.ts'
import { NotDelivered } from '../production/bureau.ts'
import { type GivenManifest, verifyReceipt } from '../production/verify-receipt.ts'
import { sealedBatches } from '../store/batch.ts'
import { begin } from './begin.ts'
import { sendBatch } from './hand-over.ts'
import { type Receipt, receiptFor } from './receipt.ts'

const signer = signerOf(privateKeyOf(new Uint8Array(32).fill(1)))

let desk: TestDesk
beforeAll(async () => {
  desk = await openTestDesk({ idle: true })
  await desk.enable('order-card', 'abort-card-order', 'request-card', 'abort-card-request')
})
afterAll(() => desk.close())

const ask = (card: string, actor: Actor = desk.operator) => receiptFor(desk.world, actor, signer, 'card', card)
const receiptOf = async (card: string): Promise<Receipt> => {
  const receipt = await ask(card)
  if ('code' in receipt) throw new Error(receipt.sentence)
  return receipt
}
/** Asks for a receipt that is refused, and sees to it that nothing changed. */
const refusedTo = async (card: string, actor?: Actor): Promise<string> => {
  const before = [await fingerprint(desk), await journalSize(desk)]
  const answer = await ask(card, actor)
  expect([await fingerprint(desk), await journalSize(desk)]).toEqual(before)
  return 'code' in answer ? answer.code : 'a receipt'
}
const seal = (cards: readonly string[]) => begin(desk.world, schedulerActor, { useCase: 'send-queued-orders', objects: cards })
const send = async (bureau = desk.bureau): Promise<void> => {
  for (const batch of await sealedBatches(desk.world.db)) await sendBatch(desk.world, bureau, batch.id)
}
const away = () => ({ ...desk.bureau, submit: () => Promise.reject(new NotDelivered('The bureau is away.')) })
const lost = () => ({ ...desk.bureau, submit: () => Promise.reject(new Error('The line broke.')) })
const abort = (card: string) => desk.perform('abort-card-order', [card])
/** As no use case of this desk does: a card of which a bureau has the order, or may have it, ends as Aborted. */
const endAsAborted = (card: string) => desk.world.db.query("update card set state = 'aborted' where id = $1", [card])
/** What the bureau has in its folder. */
const manifests = async (): Promise<GivenManifest[]> => {
  const orders = join(desk.folder, 'orders')
  const names = (await readdir(orders)).filter((name) => name.endsWith('.json'))
  return Promise.all(names.map(async (name) => ({ name, manifest: JSON.parse(await readFile(join(orders, name), 'utf8')).manifest })))
}
const verdicts = async (receipt: Receipt): Promise<string[]> =>
  verifyReceipt(JSON.parse(JSON.stringify(receipt)), [signer.publicKey], await manifests()).map(({ verdict }) => verdict)

it('an aborted card has a receipt, and what the bureau has bears it out', async () => {
  const [card = '', ...others] = await desk.queuedCards(3)
  desk.clock.forward(60)
  await abort(card)
  await seal(others)
  await send()
  desk.clock.forward(60)
  const receipt = await receiptOf(card)
  expect(receipt).toMatchObject({
    at: '2026-11-25T08:02:00.000Z',
    organisation: 'Cardinal',
    card: { id: card },
    orders: [{ bureau: 'bureau', queuedAt: '2026-11-25T08:00:00.000Z', withdrawnAt: '2026-11-25T08:01:00.000Z' }],
    abortedAt: '2026-11-25T08:01:00.000Z',
    manifests: { count: 1, list: [{ orders: 2, sealedAt: '2026-11-25T08:01:00.000Z', sentAt: '2026-11-25T08:01:00.000Z' }] },
    returned: [],
  })
  expect(await verdicts(receipt)).toEqual(['right', 'right'])
  expect(await receiptOf(card)).toEqual(receipt)
})

it('a card whose request was taken back has one too, with no order in it', async () => {
  const outcome = await desk.perform('request-card', [await desk.someUser()])
  const card = outcome.end?.objects[0]?.madeId ?? ''
  await desk.perform('abort-card-request', [card])
  expect((await receiptOf(card)).orders).toEqual([])
})

it('a release that came too late for the card does not stand in the way', async () => {
  const [card = '', other = ''] = await desk.queuedCards(2)
  await abort(card)
  await seal([card, other])
  await send()
  expect(await verdicts(await receiptOf(card))).toEqual(['right', 'right'])
})

it('a batch that definitely did not reach the bureau is told apart, and the card is aborted all the same', async () => {
  const [card = '', other = ''] = await desk.queuedCards(2)
  await seal([card, other])
  await send(away())
  await seal([other])
  await send(away())
  await abort(card)
  const receipt = await receiptOf(card)
  expect(receipt.returned.map(({ orders, card: held }) => [orders, held])).toEqual([
    [2, true],
    [1, false],
  ])
  expect(receipt.manifests.list.map(({ batch }) => batch)).not.toContain(receipt.returned[0]?.batch)
  expect(await verdicts(receipt)).toEqual(['right', 'right'])
})

it('a card that is not aborted has none, wherever its order is', async () => {
  const [queued = '', ordered = ''] = await desk.queuedCards(2)
  expect(await refusedTo(queued)).toBe('card_not_aborted')
  await seal([ordered])
  expect(await refusedTo(ordered)).toBe('card_not_aborted')
  await send()
  expect(await refusedTo(ordered)).toBe('card_not_aborted')
})

it('a card that the bureau was given has none, however it ended', async () => {
  const card = await desk.queuedCard()
  await seal([card])
  await send()
  await endAsAborted(card)
  expect(await refusedTo(card)).toBe('card_was_handed_over')
})

it('nor has one that the bureau may have been given', async () => {
  const [tried = '', waiting = ''] = await desk.queuedCards(2)
  await seal([tried])
  await expect(send(lost())).rejects.toThrow('The line broke.')
  await seal([waiting])
  for (const card of [tried, waiting]) {
    await endAsAborted(card)
    expect(await refusedTo(card)).toBe('card_was_handed_over')
  }
})

it('nor one whose order was taken from a batch that reached the bureau', async () => {
  const [card = '', other = ''] = await desk.queuedCards(2)
  await seal([card, other])
  await send()
  await desk.world.db.query(
    "update production_order set status = 'withdrawn', batch_id = null, claimed_at = null, sent_at = null where card_id = $1",
    [card],
  )
  await endAsAborted(card)
  expect(await refusedTo(card)).toBe('card_was_handed_over')
})

it('whoever may not see the card gets none, and of a card that is not there it is said', async () => {
  const card = await desk.queuedCard()
  await abort(card)
  expect(await refusedTo(card, { ...desk.operator, grants: [] })).toBe('not_permitted')
  expect(await refusedTo('01977f3e-5c10-7000-8a6e-3f1d2c4b5a69')).toBe('no_such_object')
})

import { randomUUID } from 'node:crypto'
import { readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { firstBureau } from '../../src/catalog/bureau-definition.ts'
import { catalog } from '../../src/catalog/catalog.ts'
import { plainLayout } from '../../src/catalog/layout.ts'
import { schedulerActor } from '../../src/identity/actor.ts'
import { readShippedDrawing } from '../../src/open-cardinal.ts'
import { BUREAU, type Bureau, NotDelivered } from '../../src/production/bureau.ts'
import type { OrderBatch, Recall } from '../../src/production/contract/message.ts'
import { begin, type Outcome } from '../../src/runtime/begin.ts'
import { collectAnswers } from '../../src/runtime/collect.ts'
import { handlersOf } from '../../src/runtime/desk.ts'
import type { JobName } from '../../src/runtime/jobs.ts'
import { offers } from '../../src/runtime/offers.ts'
import { batch as batchPage } from '../../src/runtime/production.ts'
import { publish } from '../../src/runtime/publish.ts'
import { release } from '../../src/runtime/release.ts'
import { sealedBatches } from '../../src/store/batch.ts'
import { readPresses } from '../../src/store/bureau.ts'
import { insertObjects } from '../../src/store/object.ts'
import { ordersOf } from '../../src/store/order.ts'
import { fingerprint } from '../contract/objects.ts'
import { temporaryCard } from '../contract/temporary-card/temporary-card.ts'
import { openTestDesk, type TestDesk } from '../desk.ts'
import { bureauSays } from './bureau-answers.ts'

/** What people of the reference system expect of the hand-over, by its number where they say so; and what this bureau adds to it. */
let desk: TestDesk
beforeAll(async () => {
  const templates = [...catalog.templates, temporaryCard]
  desk = await openTestDesk({ idle: true, catalog: { ...catalog, templates }, readDrawing: readShippedDrawing })
  await desk.enable('order-card', 'abort-card-order', 're-route-card-order')
  for (const [name, label, layout] of [
    ['north', 'North', plainLayout],
    ['south', 'South', { ...plainLayout, name: 'southern' }],
  ] as const) {
    const definition = { ...firstBureau, label, layouts: { card: layout } }
    await publish(desk.world, desk.admin, { change: { kind: 'bureau', name, definition }, ifMatch: undefined, why: null })
  }
})
afterAll(() => desk.close())
beforeEach(async () => {
  desk.clock.forward(60)
  await desk.world.db.script('truncate incident')
})

const perform = (useCase: string, objects: readonly string[], input: Record<string, unknown> = {}): Promise<Outcome> =>
  begin(desk.world, desk.operator, { useCase, objects, input })
const codes = (outcome: Outcome): string[] => outcome.end?.objects.map(({ refusal, outcome: end }) => refusal?.code ?? end ?? '') ?? []
const refusalOf = (outcome: Outcome) => (outcome.kind === 'refused' ? outcome.refusal : outcome.end?.objects[0]?.refusal)
const statesOf = (cards: readonly string[]) =>
  Promise.all(cards.map(async (card) => `${await desk.stateOf(card)}/${await desk.orderOf(card)}`))
const lineOf = async (card: string): Promise<{ order: string; card: string }> => ({
  order: (await ordersOf(desk.world.db, [card])).get(card)?.id ?? '',
  card,
})
const linesOf = (cards: readonly string[]) => Promise.all(cards.map(lineOf))
const broken = { code: 'photo', text: 'The photo is too dark.' }

const seal = (bureau = BUREAU) => release(desk.world, schedulerActor, bureau)
const send = async (bureau: Bureau = desk.bureau): Promise<void> => {
  const { 'send-batch': work } = handlersOf(desk.world, { names: () => [], of: () => bureau }, schedulerActor, async () => {})
  for (const { id } of await sealedBatches(desk.world.db)) await work({ batch: id })
}
const handOver = async (cards: readonly string[]): Promise<string> => {
  await seal()
  await send()
  return (await ordersOf(desk.world.db, cards)).get(cards[0] ?? '')?.batch?.id ?? ''
}
const orderedCards = async (count: number): Promise<string[]> => {
  const cards = await desk.queuedCards(count)
  await handOver(cards)
  return cards
}
/** A job of this name that waits, done by hand. */
const workJobs = async (name: JobName, bureau: Bureau = desk.bureau): Promise<void> => {
  const waiting = await desk.world.db.query<{ id: string; data: Record<string, unknown> }>(
    `select id, data from pgboss.job where name = $1 and state in ('created', 'retry')`,
    [name],
  )
  const handlers = handlersOf(desk.world, { names: () => [bureau.name], of: () => bureau }, schedulerActor, async () => {})
  for (const { id, data } of waiting) {
    await handlers[name](data)
    await desk.world.db.query('delete from pgboss.job where id = $1', [id])
  }
}
const says = async (said: Parameters<typeof bureauSays>[1], message?: string): Promise<string> => {
  const id = await bureauSays(desk.folder, said, message)
  await collectAnswers(desk.world, desk.bureau)
  return id
}
const keptAs = async (message: string) => {
  const [kept] = await desk.world.db.query(
    'select kind, repeats, lines, recorded, jsonb_array_length(unmatched) as unmatched, sentence from bureau_message where message = $1',
    [message],
  )
  return kept
}
/** Everything but the incidents, as one fingerprint. */
const cardsAsTheyAre = async (): Promise<string> => {
  const tables = ['card', 'production_order', 'batch', 'recall', 'person']
  const marks = tables.map((table) => `select md5(string_agg(t::text, '|' order by t::text)) as mark from ${table} t`)
  return JSON.stringify(await desk.world.db.query(marks.join(' union all ')))
}
const incidents = async (): Promise<string[]> =>
  (await desk.world.db.query<{ kind: string }>('select kind from incident order by kind')).map(({ kind }) => kind)
const filesNaming = async (card: string): Promise<string[]> => {
  const orders = join(desk.folder, 'orders')
  const names = (await readdir(orders)).filter((name) => name.startsWith('batch-'))
  const files = await Promise.all(names.map(async (name) => ({ name, text: await readFile(join(orders, name), 'utf8') })))
  return files.filter(({ text }) => text.includes(card)).map(({ name }) => name)
}
const offered = async (card: string, template = 'card'): Promise<string[]> =>
  (await offers(desk.world, desk.operator, template, [card]))
    .filter(({ refusals }) => !refusals.has(card))
    .map(({ useCase }) => useCase.slug)

test('18. each queued order is sent once and becomes Ordered with the bureau’s number of it, or Failed', async () => {
  const cards = await desk.queuedCards(4)
  const batch = await handOver(cards)
  const lines = await linesOf(cards)
  const references = lines.map(({ order }, nth) => ({ order, reference: `R-${nth}` }))
  await says({ kind: 'acknowledged', of: batch, references, refused: [{ ...(await lineOf(cards[3] ?? '')), ...broken }] })
  expect(await statesOf(cards)).toEqual(['ordered/sent', 'ordered/sent', 'ordered/sent', 'failed/answered'])
  const known = await ordersOf(desk.world.db, cards)
  expect(cards.map((card) => known.get(card)?.bureauReference)).toEqual(['R-0', 'R-1', 'R-2', 'R-3'])
  for (let round = 0; round < 3; round++) await handOver(cards)
  for (const card of cards) expect(await filesNaming(card)).toHaveLength(1)
})

test('19. while the bureau cannot be reached no order is lost or doubled, and an operator sees why', async () => {
  const cards = await desk.queuedCards(3)
  const orders = join(desk.folder, 'orders')
  await rename(orders, `${orders}-away`)
  await seal()
  const [{ id = '' } = {}] = await sealedBatches(desk.world.db)
  await send()
  expect(await statesOf(cards)).toEqual(cards.map(() => 'processing/queued'))
  const page = await batchPage(desk.world, desk.admin, id)
  expect(page).toMatchObject({ batch: { status: 'returned', attempts: 1 }, attempts: [{ number: 1, outcome: 'not delivered' }] })
  expect('batch' in page && page.batch.lastError).toMatch(/was not handed over/)
  await rename(`${orders}-away`, orders)
  await handOver(cards)
  expect(await statesOf(cards)).toEqual(cards.map(() => 'ordered/sent'))
  for (const card of cards) expect(await filesNaming(card)).toHaveLength(1)
})

test('20. a batch whose answer was lost is given again as the same message, and the bureau makes no card twice', async () => {
  const cards = await desk.queuedCards(2)
  await seal()
  const given: OrderBatch[] = []
  const badLine: Bureau = {
    ...desk.bureau,
    async submit(batch, photos) {
      given.push(batch)
      const receipt = await desk.bureau.submit(batch, photos)
      if (given.length < 3) throw new Error('The line broke.')
      return receipt
    },
  }
  for (let round = 0; round < 2; round++) {
    await expect(send(badLine)).rejects.toThrow('The line broke.')
    expect(await statesOf(cards)).toEqual(cards.map(() => 'processing/claimed'))
    expect(codes(await perform('abort-card-order', cards))).toEqual(cards.map(() => 'order_already_handed_over'))
  }
  await send(badLine)
  expect(await statesOf(cards)).toEqual(cards.map(() => 'ordered/sent'))
  expect(new Set(given.map((batch) => JSON.stringify(batch))).size).toBe(1)
  for (const card of cards) expect(await filesNaming(card)).toHaveLength(1)
  const page = await batchPage(desk.world, desk.admin, given[0]?.message ?? '')
  expect('attempts' in page && page.attempts.map(({ outcome }) => outcome)).toEqual(['unclear', 'unclear', 'taken'])
})

test('21. a failed order is ordered again when the operator repeats it, and stays Failed when not', async () => {
  const [again = '', left = ''] = await orderedCards(2)
  const failures = (await linesOf([again, left])).map((line) => ({ ...line, ...broken }))
  await says({ kind: 'failed', lines: failures })
  expect(await statesOf([again, left])).toEqual(['failed/answered', 'failed/answered'])
  const first = await lineOf(again)
  await desk.perform('repeat-card-order', [again])
  expect((await lineOf(again)).order).not.toBe(first.order)
  await handOver([again])
  expect(await statesOf([again, left])).toEqual(['ordered/sent', 'failed/answered'])
  // What is said again of the order before is about that order.
  const message = await says({ kind: 'failed', lines: [{ ...first, ...broken }] })
  expect(await statesOf([again, left])).toEqual(['ordered/sent', 'failed/answered'])
  expect(await keptAs(message)).toMatchObject({ recorded: 0, unmatched: 0, sentence: '1 overtaken by later news.' })
})

test('22. a failed temporary card is final, and no repeat is offered', async () => {
  const { db, newId, clock } = desk.world
  const card = newId()
  await db.transaction((tx) => insertObjects(tx, temporaryCard, [{ id: card, fields: {} }], clock.now()))
  await db.query(`update card set state = 'failed' where id = $1`, [card])
  const before = await fingerprint(desk)
  expect(await offered(card, 'temporary-card')).toEqual([])
  expect(codes(await perform('repeat-card-order', [card]))).toEqual(['no_such_object'])
  expect(Object.values(temporaryCard.moves).filter(({ from }) => [from].flat().includes('failed' as never))).toEqual([])
  expect(await fingerprint(desk)).toBe(before)
})

test('a held order stays out of every release, may be aborted, and leaves when it is released', async () => {
  const [first = '', second = '', third = ''] = await desk.queuedCards(3)
  await desk.perform('hold-card-order', [first, second], { reason: 'A question about the photo' })
  expect(await seal()).toEqual({ orders: 1, batches: 1 })
  await send()
  expect(await statesOf([first, second, third])).toEqual(['processing/queued', 'processing/queued', 'ordered/sent'])
  const again = await perform('hold-card-order', [first], { reason: 'Once more' })
  expect(codes(again)).toEqual(['order_held'])
  expect(refusalOf(again)?.sentence).toBe(
    'Test operator holds this order since 0 seconds (A question about the photo). Nothing was changed.',
  )
  await desk.perform('abort-card-order', [second])
  await desk.perform('release-card-order', [first])
  expect(await seal()).toEqual({ orders: 1, batches: 1 })
  await send()
  expect(await statesOf([first, second, third])).toEqual(['ordered/sent', 'aborted/withdrawn', 'ordered/sent'])
  expect(await filesNaming(second)).toEqual([])
})

test('while the press is stopped nothing leaves, nothing is lost, and the queue keeps its order', async () => {
  const press = (await readPresses(desk.world.db)).get(BUREAU)?.id ?? ''
  const sealedBefore = await desk.queuedCards(1)
  await seal()
  await desk.perform('stop-the-press', [press], { reason: 'Wrong paper' })
  await send()
  expect(await statesOf(sealedBefore)).toEqual(['processing/claimed'])
  expect(await filesNaming(sealedBefore[0] ?? '')).toEqual([])
  const queued = [...(await desk.queuedCards(1)), ...(await desk.queuedCards(1))]
  expect(await seal()).toMatchObject({ code: 'press_stopped', sentence: expect.stringMatching(/Wrong paper.*Nothing was sent\.$/) })
  await desk.perform('abort-card-order', [(await desk.queuedCards(1))[0] ?? ''])
  expect(await statesOf(queued)).toEqual(['processing/queued', 'processing/queued'])
  await desk.perform('start-the-press', [press])
  await workJobs('send-batch')
  expect(await statesOf(sealedBefore)).toEqual(['ordered/sent'])
  await handOver(queued)
  expect(await statesOf(queued)).toEqual(['ordered/sent', 'ordered/sent'])
  const [file = ''] = await filesNaming(queued[0] ?? '')
  const { manifest } = JSON.parse(await readFile(join(desk.folder, 'orders', file), 'utf8')) as OrderBatch
  expect(manifest.orders.map(({ card }) => card)).toEqual(queued)
})

test('a held order goes to another bureau with the same layout, and to none with another', async () => {
  const [card = '', free = ''] = await desk.queuedCards(2)
  await desk.perform('hold-card-order', [card], { reason: 'The bureau is full' })
  const to = async (bureau: string, which = card) => codes(await perform('re-route-card-order', [which], { bureau }))
  const before = await fingerprint(desk)
  expect([await to('south'), await to('nowhere'), await to(BUREAU), await to('north', free)]).toEqual([
    ['other_layout'],
    ['no_such_bureau'],
    ['same_bureau'],
    ['order_not_held'],
  ])
  expect(await fingerprint(desk)).toBe(before)
  expect(await to('north')).toEqual(['done'])
  await desk.perform('release-card-order', [card])
  expect(await seal()).toEqual({ orders: 1, batches: 1 })
  expect(await seal('north')).toEqual({ orders: 1, batches: 1 })
  await send()
  const known = await ordersOf(desk.world.db, [card, free])
  expect([known.get(card)?.bureau, known.get(free)?.bureau]).toEqual(['north', BUREAU])
  expect(await statesOf([card, free])).toEqual(['ordered/sent', 'ordered/sent'])
})

test('an abort that is too late is told who closed the window, when, and what can still be done', async () => {
  const [card = ''] = await desk.queuedCards(1)
  await release(desk.world, desk.admin, BUREAU)
  desk.clock.forward(20)
  const claimed = refusalOf(await perform('abort-card-order', [card]))
  expect(claimed).toMatchObject({ code: 'order_already_handed_over' })
  expect(claimed?.sentence).toMatch(
    /^This order left the queue 20 seconds ago in batch \d+, released by Test admin, which is being handed over to Bureau\. /,
  )
  expect(claimed?.remedy).toMatch(/recall it from the bureau, or have the card blocked on arrival\.$/)
  await send()
  desk.clock.forward(120)
  const sent = refusalOf(await perform('abort-card-order', [card]))
  expect(sent?.code).toBe('wrong_state')
  expect(sent?.sentence).toMatch(
    / is Ordered and was handed over to Bureau 2 minutes ago in batch \d+, released by Test admin\. Nothing was changed\.$/,
  )
  expect(sent?.remedy).toBe('Recall it from the bureau, or have the card blocked on arrival.')
  const offer = (await offers(desk.world, desk.operator, 'card', [card])).find(({ useCase }) => useCase.slug === 'abort-card-order')
  expect(offer?.refusals.get(card)).toEqual(sent)
})

/** Cards that the bureau has been asked to stop, each with its recall. */
const recalledCards = async (count: number): Promise<{ recall: string; order: string; card: string }[]> => {
  const cards = await orderedCards(count)
  const outcome = await desk.perform('recall-card-order', cards, { reason: 'Ordered by mistake' })
  const made = new Map(outcome.end?.objects.map(({ objectId, madeId }) => [objectId, madeId ?? '']))
  return Promise.all(cards.map(async (card) => ({ recall: made.get(card) ?? '', ...(await lineOf(card)) })))
}

test('a recall that the bureau accepts aborts the card; one that it refuses lets it come, blocked on arrival and destroyed, never active', async () => {
  const [stopped, late] = await recalledCards(2)
  if (!stopped || !late) throw new Error('There are no recalls.')
  const cards = [stopped.card, late.card]
  expect(codes(await perform('recall-card-order', cards, { reason: 'Once more' }))).toEqual(['recall_under_way', 'recall_under_way'])
  await workJobs('send-recall')
  const [file = ''] = (await readdir(join(desk.folder, 'orders'))).filter((name) => name.startsWith('recall-'))
  const asked = JSON.parse(await readFile(join(desk.folder, 'orders', file), 'utf8')) as Recall
  expect(asked.lines).toEqual([stopped, late])
  await says({ kind: 'recall-accepted', lines: [stopped] })
  await says({ kind: 'recall-refused', lines: [{ ...late, code: 'late', text: 'It is printed.' }] })
  expect(await statesOf(cards)).toEqual(['aborted/recalled', 'ordered/sent'])
  expect([await desk.stateOf(stopped.recall, 'recall'), await desk.stateOf(late.recall, 'recall')]).toEqual(['accepted', 'refused'])
  expect(await offered(stopped.card)).toEqual([])

  await desk.perform('block-card-on-arrival', [late.card], { reason: 'Ordered by mistake' })
  await says({ kind: 'produced', lines: [{ order: late.order, card: late.card, chipNumber: '04B2' }] })
  expect(await statesOf([late.card])).toEqual(['blocked/answered'])
  const before = await fingerprint(desk)
  expect(codes(await perform('activate-card', [late.card]))).toEqual(['wrong_state'])
  expect(await fingerprint(desk)).toBe(before)
  await desk.perform('destroy-card', [late.card])
  expect(await statesOf([late.card])).toEqual(['destroyed/answered'])
  expect(await offered(late.card)).toEqual([])
  expect(await incidents()).toEqual([])
})

test('a recall that is not answered in time becomes overdue and raises one alarm; a late answer still counts', async () => {
  const [asked] = await recalledCards(1)
  if (!asked) throw new Error('There is no recall.')
  const down: Bureau = { ...desk.bureau, recall: () => Promise.reject(new NotDelivered('The line was down.')) }
  await expect(workJobs('send-recall', down)).rejects.toThrow('The line was down.')
  await workJobs('send-recall')
  const lapse = () => handlersOf(desk.world, desk.bureaus, schedulerActor, async () => {})['lapse-recalls']({})
  desk.clock.forward(24 * 3600 - 61)
  await lapse()
  expect([await desk.stateOf(asked.recall, 'recall'), await incidents()]).toEqual(['sent', []])
  desk.clock.forward(61)
  for (let round = 0; round < 2; round++) await lapse()
  expect([await desk.stateOf(asked.recall, 'recall'), await incidents()]).toEqual(['overdue', ['Recall overdue']])
  await says({ kind: 'recall-accepted', lines: [asked] })
  expect([await desk.stateOf(asked.recall, 'recall'), await statesOf([asked.card])]).toEqual(['accepted', ['aborted/recalled']])
})

test('an accepted recall that names another card changes nothing and is shown', async () => {
  const [asked] = await recalledCards(1)
  const [other = ''] = await orderedCards(1)
  if (!asked) throw new Error('There is no recall.')
  const message = await says({ kind: 'recall-accepted', lines: [{ ...asked, card: other }] })
  expect(await statesOf([asked.card, other])).toEqual(['ordered/sent', 'ordered/sent'])
  expect(await keptAs(message)).toMatchObject({ lines: 1, recorded: 0, unmatched: 1 })
  expect(await incidents()).toEqual(['Recall that does not fit'])
})

test('an aborted card that the bureau reports produced stays Aborted, and is an incident', async () => {
  const [withdrawn = ''] = await desk.queuedCards(1)
  await desk.perform('abort-card-order', [withdrawn])
  const [stopped] = await recalledCards(1)
  if (!stopped) throw new Error('There is no recall.')
  await says({ kind: 'recall-accepted', lines: [stopped] })
  const before = await cardsAsTheyAre()
  const lines = await linesOf([withdrawn, stopped.card])
  const message = await says({ kind: 'produced', lines })
  await says({ kind: 'shipped', carrier: 'Post', lines })
  expect(await statesOf([withdrawn, stopped.card])).toEqual(['aborted/withdrawn', 'aborted/recalled'])
  expect(await cardsAsTheyAre()).toBe(before)
  expect(await keptAs(message)).toMatchObject({ recorded: 0, unmatched: 2 })
  expect(await incidents()).toEqual(['Ghost card', 'Ghost card'])
  expect(codes(await perform('activate-card', [withdrawn, stopped.card]))).toEqual(['wrong_state', 'wrong_state'])
})

test('what comes twice, out of order, against what was said, or about strangers is kept, shown and harmless', async () => {
  const [one = '', two = ''] = await orderedCards(2)
  const [first, second] = [await lineOf(one), await lineOf(two)]
  const produced = await says({ kind: 'produced', lines: [first, second] })
  const before = await cardsAsTheyAre()
  await says({ kind: 'produced', lines: [first, second] }, produced)
  const another = await says({ kind: 'produced', lines: [first, second] })
  const late = await says({ kind: 'in-production', lines: [first, second] })
  const against = await says({ kind: 'failed', lines: [{ ...first, ...broken }] })
  const unknown = await says({
    kind: 'produced',
    lines: [
      { order: randomUUID(), card: randomUUID() },
      { order: first.order, card: two },
    ],
  })
  const nobodys = await says({ kind: 'acknowledged', of: randomUUID() })
  expect(await cardsAsTheyAre()).toBe(before)
  expect(await statesOf([one, two])).toEqual(['produced/answered', 'produced/answered'])
  expect(await keptAs(produced)).toMatchObject({ kind: 'produced', repeats: 1, lines: 2, recorded: 2, unmatched: 0 })
  expect(await keptAs(another)).toMatchObject({ repeats: 0, recorded: 0, unmatched: 0, sentence: '2 known already.' })
  expect(await keptAs(late)).toMatchObject({ recorded: 0, unmatched: 0, sentence: '2 overtaken by later news.' })
  expect(await keptAs(against)).toMatchObject({ recorded: 0, unmatched: 1, sentence: '1 does not fit.' })
  expect(await keptAs(unknown)).toMatchObject({ lines: 2, recorded: 0, unmatched: 2 })
  expect(await keptAs(nobodys)).toMatchObject({ kind: 'acknowledged', recorded: 0 })
  expect(await incidents()).toEqual(['Answer that does not fit', 'Answer that does not fit', 'Unknown order'])
})

test('a bureau that has a batch after all, whose orders went back to the queue, raises an alarm and changes nothing', async () => {
  const cards = await desk.queuedCards(2)
  await seal()
  const [returned] = await sealedBatches(desk.world.db)
  await send({ ...desk.bureau, submit: () => Promise.reject(new NotDelivered('The line was down.')) })
  expect(await statesOf(cards)).toEqual(['processing/queued', 'processing/queued'])
  const before = await cardsAsTheyAre()
  const message = await says({ kind: 'acknowledged', of: returned?.id ?? '' })
  expect(await cardsAsTheyAre()).toBe(before)
  expect(await incidents()).toEqual(['Batch that was returned'])
  expect(await keptAs(message)).toMatchObject({ recorded: 0, sentence: expect.stringContaining('was taken for not delivered.') })
  expect(await desk.world.db.query('select status from batch where id = $1', [returned?.id])).toEqual([{ status: 'returned' }])
})

test('two nodes that hear the same at once record it once, and raise no alarm', async () => {
  const cards = await orderedCards(12)
  const asked = await recalledCards(4)
  const node = await openTestDesk({ idle: true, db: desk.world.db })
  await bureauSays(desk.folder, { kind: 'produced', lines: await linesOf(cards) })
  await bureauSays(desk.folder, { kind: 'recall-accepted', lines: asked })
  await Promise.all([desk, node].map(({ world }) => collectAnswers(world, desk.bureau)))
  await node.close()
  expect(await statesOf(cards)).toEqual(cards.map(() => 'produced/answered'))
  expect(await statesOf(asked.map(({ card }) => card))).toEqual(asked.map(() => 'aborted/recalled'))
  expect(await incidents()).toEqual([])
})

test('an answer that cannot be read changes nothing, is put aside, and is an incident', async () => {
  const before = await cardsAsTheyAre()
  await writeFile(join(desk.folder, 'answers', 'scribble.json'), '{"kind":"produced"')
  await collectAnswers(desk.world, desk.bureau)
  expect(await cardsAsTheyAre()).toBe(before)
  expect(await incidents()).toEqual(['Unreadable answer'])
  const [kept] = await desk.world.db.query(
    `select kind, source, recorded_at is not null as recorded from bureau_message where kind = 'unreadable'`,
  )
  expect(kept).toEqual({ kind: 'unreadable', source: 'scribble.json', recorded: true })
  expect(await readdir(join(desk.folder, 'answers', 'refused'))).toContain('scribble.json')
})

test('a batch shipped in parts: each card bears its shipment, and a card that was only shipped is Produced', async () => {
  const [one = '', two = '', three = ''] = await orderedCards(3)
  await says({ kind: 'produced', lines: [await lineOf(one)] })
  await says({ kind: 'shipped', carrier: 'Post', tracking: 'P-1', part: { number: 1, of: 2 }, lines: await linesOf([one, two]) })
  expect(await statesOf([one, two, three])).toEqual(['produced/answered', 'produced/answered', 'ordered/sent'])
  await says({ kind: 'shipped', carrier: 'Rider', tracking: 'P-2', part: { number: 2, of: 2 }, lines: await linesOf([three]) })
  const shipments = await desk.world.db.query(
    'select carrier, tracking_number as tracking from card where id = any($1::uuid[]) order by array_position($1::uuid[], id)',
    [[one, two, three]],
  )
  expect(shipments).toEqual([
    { carrier: 'Post', tracking: 'P-1' },
    { carrier: 'Post', tracking: 'P-1' },
    { carrier: 'Rider', tracking: 'P-2' },
  ])
  expect(await desk.stateOf(three)).toBe('produced')
})

test('until the cut-off that the bureau announced an order can be recalled, and the answer is due by then; not afterwards', async () => {
  const cards = await desk.queuedCards(2)
  const batch = await handOver(cards)
  const until = new Date(desk.clock.now().getTime() + 2 * 3_600_000)
  await says({ kind: 'cut-off', batch, until: until.toISOString() })
  const [early = '', late = ''] = cards
  expect(codes(await perform('recall-card-order', [early], { reason: 'Ordered by mistake' }))).toEqual(['done'])
  const [recall] = await desk.world.db.query<{ deadline_at: Date }>('select deadline_at from recall where card_id = $1', [early])
  expect(recall?.deadline_at).toEqual(until)
  desk.clock.forward(2 * 3600)
  expect(await offered(late)).not.toContain('recall-card-order')
  const refused = await perform('recall-card-order', [late], { reason: 'Ordered by mistake' })
  expect(codes(refused)).toEqual(['cut_off_passed'])
  expect(refusalOf(refused)?.remedy).toBe('Have the card blocked on arrival.')
})

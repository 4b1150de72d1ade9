import { afterAll, beforeAll, expect, it } from 'vitest'
import { firstBureau } from '../../src/catalog/bureau-definition.ts'
import { schedulerActor } from '../../src/identity/actor.ts'
import { begin } from '../../src/runtime/begin.ts'
import { openTestDesk, type TestDesk } from '../desk.ts'
import { type Client, openTestServer, type TestServer } from '../server.ts'

/** It is Wednesday, 09:00 in Copenhagen and 17:00 in Tokyo. */
const bureaus = new Map([
  ['bureau', firstBureau],
  ['north', { ...firstBureau, label: 'Bureau North', schedule: '0 18 * * *' }],
  ['south', { ...firstBureau, label: 'Bureau South', schedule: '0 9 * * *', timeZone: 'Asia/Tokyo', holidays: ['2026-11-26'] }],
  ['west', { ...firstBureau, label: 'Bureau West', schedule: '5 9 * * *' }],
])

let desk: TestDesk
let server: TestServer
let operator: Client
const cards: Record<string, string> = {}
beforeAll(async () => {
  const plain = await openTestDesk({ idle: true })
  const { definitions } = plain.world
  const world = { ...plain.world, definitions: { ...definitions, current: () => ({ ...definitions.current(), bureaus }) } }
  desk = { ...plain, world }
  server = await openTestServer(desk)
  operator = await server.as('operator')

  const names = ['bureau', 'north', 'south', 'west', 'gone', 'held in north', 'held in west', 'claimed', 'aborted']
  const ids = await desk.queuedCards(names.length)
  for (const [at, name] of names.entries()) cards[name] = ids[at] ?? ''
  for (const name of ['north', 'south', 'west', 'gone']) await placeIn(name, name)
  await placeIn('held in north', 'north')
  await placeIn('held in west', 'west')
  await hold('held in north')
  await hold('held in west')
  await begin(world, schedulerActor, { useCase: 'send-queued-orders', objects: [cards['claimed'] ?? ''] })
  await desk.enable('abort-card-order')
  await desk.perform('abort-card-order', [cards['aborted'] ?? ''])
  await world.db.query(
    `insert into bureau (id, template, state, name, label, stopped_why, created_at, changed_at)
     values ($1, 'bureau', 'stopped', 'west', 'Bureau West', 'Out of blanks', $2, $2)`,
    [world.newId(), stoppedAt],
  )
})
afterAll(async () => {
  await server?.close()
  await desk?.close()
})

const heldAt = '2026-11-25T07:30:00.000Z'
const stoppedAt = '2026-11-25T07:00:00.000Z'
/** A session ends when hours go by, so that it is begun anew. */
async function timeIs(time: string): Promise<void> {
  desk.clock.set(time)
  operator = await server.signIn('operator')
}
const placeIn = (name: string, bureau: string) =>
  desk.world.db.query('update production_order set bureau = $2 where card_id = $1', [cards[name], bureau])
const hold = (name: string) =>
  desk.world.db.query(
    `update production_order set held_at = $2, held_by = 'Test operator', held_why = 'The photo is wrong' where card_id = $1`,
    [cards[name], heldAt],
  )

interface Row {
  id: string
  abortableUntil?: string | null
  heldAt?: string | null
  stoppedAt?: string | null
}
const nameOf = (id: string): string => Object.entries(cards).find(([, card]) => card === id)?.[0] ?? id
async function found(query: string): Promise<string[]> {
  const { status, body } = await operator.get(`/cards?${query}`)
  expect([query, status]).toEqual([query, 200])
  const counted = await operator.get(`/cards/count?${query}`)
  expect([query, counted.body]).toEqual([query, { count: body.items.length, more: false }])
  return body.items.map(({ id }: Row) => nameOf(id)).sort()
}

it('cards are found by when their order leaves', async () => {
  expect(await found('leaves=within-the-hour')).toEqual(['bureau'])
  expect(await found('leaves=today')).toEqual(['bureau', 'north'])
  expect(await found('leaves=later')).toEqual(['gone', 'south'])
  expect(await found('leaves=held')).toEqual(['held in north', 'held in west'])
  expect(await found('leaves=stopped')).toEqual(['west'])
})

it('the time goes on, and the same search finds what leaves then', async () => {
  await timeIs('2026-11-25T16:30:00Z')
  expect(await found('leaves=within-the-hour')).toEqual(['north'])
  expect(await found('leaves=today')).toEqual(['north'])
  expect(await found('leaves=later')).toEqual(['bureau', 'gone', 'south'])
  await timeIs('2026-11-25T08:00:00Z')
})

it('together with a status, a text and a bureau, all have to fit', async () => {
  expect(await found('leaves=today&state=processing')).toEqual(['bureau', 'north'])
  expect(await found('leaves=today&state=active')).toEqual([])
  expect(await found('leaves=today&bureau=north')).toEqual(['north'])
  expect(await found('leaves=later&bureau=south')).toEqual(['south'])
  expect(await found('leaves=later&bureau=north')).toEqual([])
  expect(await found('leaves=stopped&bureau=north')).toEqual([])
  expect(await found('leaves=held&bureau=west')).toEqual(['held in west'])
  expect(await found('bureau=north')).toEqual(['held in north', 'north'])
  const north = await operator.get(`/cards/${cards['north']}`)
  expect(await found(`leaves=today&q=${north.body.fields.number}`)).toEqual(['north'])
})

it('the pages of such a search hold each card once', async () => {
  const first = await operator.get('/cards?leaves=today&limit=1&sort=number')
  const second = await operator.get(`/cards?leaves=today&limit=1&sort=number&after=${first.body.next}`)
  expect([...first.body.items, ...second.body.items].map(({ id }: Row) => nameOf(id))).toEqual(['bureau', 'north'])
  expect(second.body.next).toBeNull()
})

it('each row says until when its order can be aborted, or what keeps it', async () => {
  const { body } = await operator.get('/cards?limit=50')
  const rows = Object.fromEntries(body.items.map((row: Row) => [nameOf(row.id), [row.abortableUntil, row.heldAt, row.stoppedAt]]))
  expect(rows).toEqual({
    bureau: ['2026-11-25T09:00:00.000Z', null, null],
    north: ['2026-11-25T17:00:00.000Z', null, null],
    south: ['2026-11-27T00:00:00.000Z', null, null],
    west: [null, null, stoppedAt],
    gone: [null, null, null],
    'held in north': [null, heldAt, null],
    'held in west': [null, heldAt, stoppedAt],
    claimed: [null, null, null],
    aborted: [null, null, null],
  })
})

it('a card says the same, and who holds it and why', async () => {
  const north = await operator.get(`/cards/${cards['north']}`)
  expect(north.body.order).toMatchObject({
    abortableUntil: '2026-11-25T17:00:00.000Z',
    heldAt: null,
    heldBy: null,
    heldWhy: null,
    stoppedAt: null,
  })
  const held = await operator.get(`/cards/${cards['held in west']}`)
  expect(held.body.order).toMatchObject({ abortableUntil: null, heldAt, heldBy: 'Test operator', heldWhy: 'The photo is wrong', stoppedAt })
  const claimed = await operator.get(`/cards/${cards['claimed']}`)
  expect(claimed.body.order).toMatchObject({ status: 'claimed', abortableUntil: null, heldAt: null, stoppedAt: null })
})

it('a command that ends when the order leaves says so, and no other does', async () => {
  const { body } = await operator.get(`/cards/${cards['north']}/offers`)
  const ending = body.items.filter((offer: { whileQueued?: boolean }) => offer.whileQueued)
  expect(ending.map(({ useCase, may }: { useCase: string; may: boolean }) => [useCase, may])).toEqual([
    ['hold-card-order', true],
    ['release-card-order', false],
    ['abort-card-order', true],
    ['re-route-card-order', false],
  ])
})

it('home tells what leaves soon, first things first, and no release that would take nothing', async () => {
  expect((await operator.get('/home')).body).toMatchObject({ leaving: [], waiting: { nextRelease: '2026-11-25T09:00:00.000Z' } })
  await timeIs('2026-11-25T08:50:00Z')
  expect((await operator.get('/home')).body.leaving).toEqual([
    { bureau: 'bureau', label: 'Bureau', at: '2026-11-25T09:00:00.000Z', orders: 1 },
  ])
  await timeIs('2026-11-25T16:52:00Z')
  expect((await operator.get('/home')).body.leaving).toEqual([
    { bureau: 'north', label: 'Bureau North', at: '2026-11-25T17:00:00.000Z', orders: 1 },
  ])
  await hold('north')
  expect((await operator.get('/home')).body.leaving).toEqual([])
  await desk.world.db.query('update production_order set held_at = null where card_id = $1', [cards['north']])
  await timeIs('2026-11-25T08:00:00Z')
})

it('users do not leave, and are not searched by it', async () => {
  for (const query of ['leaves=today', 'bureau=north']) {
    const { status, body } = await operator.get(`/users?${query}`)
    expect([query, status, body.code]).toEqual([query, 400, 'no_such_filter'])
  }
  const { body } = await operator.get('/users?limit=1')
  expect(body.items[0]).not.toHaveProperty('abortableUntil')
  const catalog = await operator.get('/catalog')
  const leaving = catalog.body.templates.filter(({ columns }: { columns: { field: string }[] }) =>
    columns.some(({ field }) => field === 'leaves'),
  )
  expect(leaving.map(({ name }: { name: string }) => name)).toEqual(['card'])
})

it.each([
  ['/cards?leaves=never', 'invalid_request'],
  ['/cards/count?leaves=never', 'invalid_request'],
  ['/cards?bureau=east', 'no_such_bureau'],
])('%s is a mistake in the address', async (path, code) => {
  const { status, body } = await operator.get(path)
  expect([status, body.code]).toEqual([400, code])
})

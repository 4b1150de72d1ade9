import { afterAll, beforeAll, expect, it } from 'vitest'
import { writePhotos } from '../../src/store/person.ts'
import { openTestDesk, type TestDesk } from '../desk.ts'
import { type Client, openTestServer, type TestServer } from '../server.ts'

let desk: TestDesk
let server: TestServer
let operator: Client
beforeAll(async () => {
  desk = await openTestDesk()
  server = await openTestServer(desk)
  operator = await server.as('operator')
})
afterAll(async () => {
  await server?.close()
  await desk?.close()
})

const nowhere = '00000000-0000-7000-8000-000000000000'
interface Row {
  id: string
  state: string
  fields: Record<string, string>
}

it('says what the product is: templates with their state graphs, and use cases', async () => {
  const { status, body } = await operator.get('/catalog')
  expect(status).toBe(200)
  const card = body.templates.find((template: { name: string }) => template.name === 'card')
  expect(card).toMatchObject({ path: 'cards', group: 'cards', initial: 'registered' })
  expect(card.states).toContainEqual(expect.objectContaining({ name: 'aborted', final: true }))
  expect(card.moves).toContainEqual(
    expect.objectContaining({ name: 'abort', from: ['processing'], to: 'aborted', useCases: ['abort-card-order'] }),
  )
  expect(card.moves.find((move: { name: string }) => move.name === 'queue').useCases).toContain('order-card')
  expect(body.useCases).toContainEqual(
    expect.objectContaining({ name: 'abort-card-order', label: 'Abort card order', endState: 'aborted', states: ['processing'] }),
  )
})

it('a search pages through what it finds, each object once', async () => {
  for (let nth = 0; nth < 7; nth++) await desk.someUser({ lastName: `Paged ${nth}`, unit: 'Paging' })
  const seen: string[] = []
  let after = ''
  for (let page = 0; page < 4; page++) {
    const { body } = await operator.get(`/users?unit=Paging&sort=-lastName&limit=3${after && `&after=${after}`}`)
    seen.push(...body.items.map((row: Row) => row.fields['lastName'] ?? ''))
    after = body.next ?? ''
    if (!after) break
  }
  expect(seen).toEqual([6, 5, 4, 3, 2, 1, 0].map((nth) => `Paged ${nth}`))
  expect((await operator.get('/users/count?unit=Paging')).body).toEqual({ count: 7, more: false })
  expect((await operator.get('/users/count?unit=Paging&state=inactive')).body.count).toBe(0)
  expect((await operator.get('/users?q=pagi%20last&sort=-firstName&limit=1')).body.items).toHaveLength(0)
  expect((await operator.get('/users?q=PAGI%20paged&limit=2')).body.items).toHaveLength(2)
})

it.each([
  ['/cards?state=burnt', 'no_such_state'],
  ['/cards?colour=red', 'no_such_filter'],
  ['/cards?sort=colour', 'no_such_sort'],
  ['/cards?after=nonsense', 'invalid_cursor'],
  ['/cards?template=user', 'no_such_template'],
  ['/cards?limit=0', 'invalid_request'],
  ['/cards?limit=many', 'invalid_request'],
])('%s is a mistake in the address', async (path, code) => {
  const { status, body } = await operator.get(path)
  expect([status, body.code]).toEqual([400, code])
  expect(body.remedy).toBeTruthy()
})

it('one card has its order, its holder and its version', async () => {
  const card = await desk.queuedCard()
  const { status, headers, body } = await operator.get(`/cards/${card}`)
  expect(status).toBe(200)
  expect(headers.get('etag')).toBe(`"${body.version}"`)
  expect(body).toMatchObject({
    id: card,
    template: 'card',
    state: 'processing',
    order: { status: 'queued', abortableUntil: expect.stringMatching(/^2026-11-/) },
  })
  expect(body.title).toBe(`${body.label} · ${body.fields.holderFirstName} ${body.fields.holderLastName}`)
  expect(body.related).toMatchObject([{ template: 'user', relation: 'Holder' }])
  const holder = await operator.get(`/users/${body.related[0].id}`)
  expect(holder.body.related).toMatchObject([{ id: card, template: 'card', relation: 'Card' }])
  expect(holder.body.order).toBeUndefined()
})

it('what is not there is not found, whatever the id looks like', async () => {
  for (const path of [
    `/cards/${nowhere}`,
    '/cards/nonsense',
    `/users/${nowhere}/history`,
    '/cards/x/offers',
    `/cards/${nowhere}/face.svg`,
    `/users/${nowhere}/photo`,
  ]) {
    const { status, body } = await operator.get(path)
    expect([path, status, body.code]).toEqual([path, 404, 'no_such_object'])
  }
  const unknown = await operator.get('/nothing')
  expect([unknown.status, unknown.body.code]).toEqual([404, 'no_such_route'])
  expect((await operator.send('DELETE', '/cards')).status).toBe(404)
})

it('the history tells in sentences, newest first, page by page', async () => {
  const card = await desk.queuedCard()
  await desk.enable('abort-card-order')
  await desk.perform('abort-card-order', [card])
  const first = await operator.get(`/cards/${card}/history?limit=2`)
  expect(first.body.items.map((item: { kind: string }) => item.kind)).toEqual(['moved', 'moved'])
  expect(first.body.items[0]).toMatchObject({
    sentence: expect.stringMatching(/^Test operator aborted the card order of First/),
    from: 'processing',
    to: 'aborted',
    useCase: 'abort-card-order',
  })
  const rest = await operator.get(`/cards/${card}/history?limit=2&after=${first.body.next}`)
  expect(rest.body).toMatchObject({ items: [{ kind: 'created' }], next: null })
})

it('offers say what begin would say', async () => {
  const card = await desk.queuedCard()
  const { body } = await operator.get(`/cards/${card}/offers`)
  const activate = body.items.find((item: { useCase: string }) => item.useCase === 'activate-card')
  expect(activate).toMatchObject({ may: false, refusal: { code: 'wrong_state' } })
  const refused = await operator.post('/commands/activate-card', { objects: [card], input: {} })
  expect(refused.body.detail).toBe(activate.refusal.sentence)
})

it('a card has a face, and it cannot act as a page', async () => {
  const card = await desk.queuedCard()
  const before = await operator.get(`/cards/${card}/face.svg`)
  expect(before.headers.get('content-type')).toContain('image/svg+xml')
  const policy = before.headers.get('content-security-policy')
  expect([policy?.includes('sandbox'), policy?.includes("frame-ancestors 'none'")]).toEqual([true, true])
  expect(before.body).toContain('<svg')
  expect((await operator.get(`/cards/${card}/face.svg`, { 'if-none-match': before.headers.get('etag') ?? '' })).status).toBe(304)
  expect((await operator.get(`/cards/${card}/face.svg?side=inside`)).status).toBe(400)
})

it('a user has a photo, once there is one', async () => {
  const user = await desk.someUser()
  expect((await operator.get(`/users/${user}/photo`)).body.code).toBe('no_such_photo')
  await writePhotos(desk.world.db, [{ personId: user, mediaType: 'image/svg+xml', bytes: Buffer.from('<svg/>') }], desk.clock.now())
  const photo = await operator.get(`/users/${user}/photo`)
  expect([photo.status, photo.body, photo.headers.get('content-type')]).toEqual([200, '<svg/>', 'image/svg+xml; charset=utf-8'])
})

it('a search in a body with something else than a text in it is refused, and is no fault', async () => {
  const odd = { nothing: { toString: 1, valueOf: null } }
  for (const path of ['/users/search', '/cards/search/count']) expect((await operator.post(path, odd)).body.code).toBe('no_such_filter')
})

it('home says what waits and what was done', async () => {
  const { body } = await operator.get('/home')
  expect(body.commands).toContainEqual({ useCase: 'create-user', label: 'Create user', template: 'user' })
  expect(body.waiting.queued).toBeGreaterThan(0)
  expect(body.waiting.nextRelease).toBe('2026-11-25T09:00:00.000Z')
  expect(body.lately[0]).toMatchObject({ actor: { name: 'Test operator' } })
})

it.each([
  ['a name where a number is sorted by', '/recalls?sort=number', 'Last 19'],
  ['a number where a name is', '/users?sort=lastName', 7],
  ['no time where a time is', '/cards?sort=-orderedAt', '2026-11-25T99:00:00Z'],
  ['a year that never was', '/cards?sort=-orderedAt', '0000-11-25T09:00:00Z'],
  ['a character that no name has', '/users?sort=lastName', 'a\u0000'],
])('the mark of another list, with %s, is none of this one', async (_, path, value) => {
  const mark = Buffer.from(JSON.stringify([value, desk.world.newId()])).toString('base64url')
  const { status, body } = await operator.get(`${path}&after=${mark}`)
  expect([status, body.code]).toEqual([400, 'invalid_cursor'])
})

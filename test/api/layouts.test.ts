import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type BureauDefinition, firstBureau } from '../../src/catalog/bureau-definition.ts'
import { type Layout, plainLayout } from '../../src/catalog/layout.ts'
import { cancel } from '../../src/runtime/answer.ts'
import { begin } from '../../src/runtime/begin.ts'
import { writePhotos } from '../../src/store/person.ts'
import { fingerprint, journalSize } from '../contract/objects.ts'
import { openTestDesk, type TestDesk } from '../desk.ts'
import { type Client, openTestServer, type TestServer } from '../server.ts'

const north: Layout = {
  name: 'north-1',
  label: 'North',
  fields: [
    { name: 'LAST_NAME', label: 'Last name', type: 'text', required: true, maxLength: 10, from: 'card.holderLastName' },
    { name: 'TITLE', label: 'Title', type: 'text', required: false, from: 'user.title' },
    { name: 'NUMBER', label: 'Number', type: 'number', required: true, from: 'card.number' },
    { name: 'END', label: 'Valid to', type: 'date', required: true, from: 'card.validTo' },
  ],
  photo: { required: false, minWidth: 300, minHeight: 400, ratio: { width: 3, height: 4 }, maxBytes: 100_000 },
}

let desk: TestDesk
let server: TestServer
let operator: Client
let admin: Client
/** The bureau that the desk has; without one it is the first, with the plain layout. */
const bureaus = new Map<string, BureauDefinition>()
beforeAll(async () => {
  desk = await openTestDesk()
  await desk.enable('order-card')
  const { definitions } = desk.world
  const current = () => Object.assign({}, definitions.current(), { bureaus })
  server = await openTestServer({ ...desk, world: { ...desk.world, definitions: { ...definitions, current } } })
  operator = await server.as('operator')
  admin = await server.as('admin')
})
afterAll(async () => {
  await server?.close()
  await desk?.close()
})

const withNorth = async (look: () => Promise<void>): Promise<void> => {
  bureaus.set('bureau', { ...firstBureau, label: 'Bureau North', layouts: { card: north } })
  await look().finally(() => bureaus.clear())
}
const photoFor = (user: string): Promise<void> =>
  writePhotos(desk.world.db, [{ personId: user, mediaType: 'image/svg+xml', bytes: Buffer.from('<svg/>') }], desk.clock.now())

describe('a card', () => {
  it('shows on its face, and says, what the plain layout has printed', async () => {
    const user = await desk.someUser({ firstName: 'Ada', lastName: 'Berg', title: 'Engineer' })
    await photoFor(user)
    const card = await desk.queuedCard(user)
    const face = (await operator.get(`/cards/${card}/face.svg`)).body
    expect(face).toContain('>Berg</text>')
    expect(face).not.toMatch(/Engineer|<image/)
    expect((await operator.get(`/cards/${card}/print`)).body).toMatchObject({
      bureau: 'Bureau',
      layout: { name: 'plain', label: 'Plain card' },
      fields: expect.arrayContaining([
        { name: 'commonName', label: 'Common name', value: 'Ada Berg' },
        { name: 'validTo', label: 'Valid to', value: '2029-11-25' },
      ]),
      photo: false,
      problems: [],
    })
  })

  it('shows what another layout has printed, with the photo', async () => {
    const user = await desk.someUser({ firstName: 'Ada', lastName: 'Featherstonehaugh', title: 'Engineer' })
    await photoFor(user)
    const card = await desk.queuedCard(user)
    await withNorth(async () => {
      const face = (await operator.get(`/cards/${card}/face.svg`)).body
      expect(face).toContain('data:image/svg+xml;base64,')
      expect(face).toContain('>Engineer</text>')
      expect(face).not.toContain('>Ada</text>')
      const { body } = await operator.get(`/cards/${card}/print`)
      expect(body.fields.map(({ name, value }: { name: string; value: string }) => [name, value])).toEqual([
        ['LAST_NAME', 'Featherstonehaugh'],
        ['TITLE', 'Engineer'],
        ['NUMBER', expect.stringMatching(/^\d+$/)],
        ['END', '2029-11-25'],
      ])
      expect(body.problems).toEqual([{ field: 'LAST_NAME', sentence: 'Last name has 17 characters; Bureau North prints at most 10.' }])
      const sent = await desk.orderedCard(await desk.someUser({ lastName: 'Featherstonehaugh' }))
      expect((await operator.get(`/cards/${sent}/print`)).body.problems).toEqual([])
    })
  })
})

describe('a card that would be ordered for a user', () => {
  it('is drawn as it would be, until the day that is asked for, and nothing is changed by looking', async () => {
    const user = await desk.someUser({ firstName: 'Ada', lastName: 'Berg' })
    const [before, size] = [await fingerprint(desk), await journalSize(desk)]
    const drawn = await operator.get(`/users/${user}/card-preview.svg`)
    expect([drawn.status, drawn.headers.get('content-type')]).toEqual([200, 'image/svg+xml; charset=utf-8'])
    expect(drawn.headers.get('content-security-policy')).toContain('sandbox')
    expect(drawn.body).toContain('aria-label="Card to be ordered of Ada Berg, front"')
    expect(drawn.body).toContain('25 Nov 2029')
    const other = await operator.get(`/users/${user}/card-preview.svg?validTo=2028-01-31&side=back&useCase=request-card`)
    expect(other.body).toContain('31 Jan 2028')
    expect((await operator.get(`/users/${user}/card-preview.svg`, { 'if-none-match': drawn.headers.get('etag') ?? '' })).status).toBe(304)
    expect([await fingerprint(desk), await journalSize(desk)]).toEqual([before, size])
  })

  it('says what the bureau would get, but for the number that is yet to come, and what it would refuse', async () => {
    const user = await desk.someUser({ lastName: 'Featherstonehaugh', title: 'Engineer' })
    await withNorth(async () => {
      expect((await operator.get(`/users/${user}/card-preview?validTo=2028-01-31`)).body).toEqual({
        bureau: 'Bureau North',
        layout: { name: 'north-1', label: 'North' },
        fields: [
          { name: 'LAST_NAME', label: 'Last name', value: 'Featherstonehaugh' },
          { name: 'TITLE', label: 'Title', value: 'Engineer' },
          { name: 'END', label: 'Valid to', value: '2028-01-31' },
        ],
        photo: true,
        problems: [{ field: 'LAST_NAME', sentence: 'Last name has 17 characters; Bureau North prints at most 10.' }],
      })
    })
  })

  it('is what the order then makes out', async () => {
    const user = await desk.someUser({ firstName: 'Ada', lastName: 'Berg' })
    const planned = (await operator.get(`/users/${user}/card-preview`)).body.fields
    const card = await desk.queuedCard(user)
    expect((await operator.get(`/cards/${card}/print`)).body.fields).toEqual(planned)
  })

  it('is shown only to whoever may order it, and only for a user and a use case that there are', async () => {
    const user = await desk.someUser()
    for (const path of [`/users/${user}/card-preview`, `/users/${user}/card-preview.svg`]) {
      for (const name of ['admin', 'approver', 'helpdesk'] as const) {
        const { status, body } = await (await server.as(name)).get(path)
        expect([name, status, body.code]).toEqual([name, 403, 'not_permitted'])
      }
      expect((await server.nobody.get(path)).status).toBe(401)
      for (const [query, status, code] of [
        ['?useCase=lock-user', 404, 'no_such_use_case'],
        ['?useCase=abort-card-order', 404, 'no_such_use_case'],
        ['?validTo=tomorrow', 400, 'invalid_request'],
      ] as const) {
        const answer = await operator.get(`${path}${query}`)
        expect([query, answer.status, answer.body.code]).toEqual([query, status, code])
      }
    }
    expect((await operator.get('/users/00000000-0000-7000-8000-000000000000/card-preview')).body.code).toBe('no_such_object')
    expect((await operator.get('/cards/nonsense/print')).body.code).toBe('no_such_object')
  })

  it('may be looked at while its form is open, which Cancel closes', async () => {
    const user = await desk.someUser()
    const open = await begin(desk.world, desk.operator, { useCase: 'order-card', objects: [user] })
    expect((await operator.get(`/users/${user}/card-preview`)).body.problems).toEqual([])
    expect((await cancel(desk.world, desk.operator, open.kind === 'run' ? open.run.id : '')).kind).toBe('run')
  })
})

describe('a layout that is being edited', () => {
  it('is drawn with somebody made up, and nothing is changed by looking', async () => {
    const [before, size] = [await fingerprint(desk), await journalSize(desk)]
    const { status, body } = await admin.post('/layouts/preview', { layout: north, template: 'card' })
    expect(status).toBe(200)
    expect(body.front).toContain('>Lovelace</text>')
    expect(body.front).toContain('>Mathematician</text>')
    expect(body.back).toContain('aria-label="Card 1042 of Lovelace, back"')
    expect(body.objections).toEqual([])
    expect([await fingerprint(desk), await journalSize(desk)]).toEqual([before, size])
  })

  it('says what stands against it, and what is not of the form it must have', async () => {
    const [first] = north.fields
    const odd = { ...north, fields: [first, { ...first, type: 'date', from: 'card.nothing' }] }
    const { body } = await admin.post('/layouts/preview', { layout: odd, template: 'card' })
    expect(body.objections).toHaveLength(3)
    const wrong = await admin.post('/layouts/preview', { layout: { ...north, fields: [{ ...first, name: '1' }] }, template: 'card' })
    expect([wrong.status, wrong.body.errors]).toEqual([400, [expect.objectContaining({ pointer: '/layout/fields/0/name' })]])
    const empty = await admin.post('/layouts/preview', { layout: { ...plainLayout, fields: [] }, template: 'card' })
    expect([empty.status, empty.body.code]).toEqual([400, 'invalid_request'])
  })

  it('is looked at by administrators alone, and only for a kind of card', async () => {
    const refused = await operator.post('/layouts/preview', { layout: north, template: 'card' })
    expect([refused.status, refused.body.code]).toEqual([403, 'not_permitted'])
    const user = await admin.post('/layouts/preview', { layout: north, template: 'user' })
    expect([user.status, user.body.code]).toEqual([404, 'no_such_template'])
  })
})

import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestDesk, type TestDesk } from '../desk.ts'
import { type Client, openTestServer, type TestServer } from '../server.ts'

let desk: TestDesk
let server: TestServer
let admin: Client
let operator: Client
beforeAll(async () => {
  desk = await openTestDesk()
  server = await openTestServer(desk)
  admin = await server.as('admin')
  operator = await server.as('operator')
})
afterAll(async () => {
  await server?.close()
  await desk?.close()
})

const place = '/templates/card/states/processing/commands'

/** What the journal says was refused, in the order it was: of which use case, and the code. */
const refused = async () =>
  (
    await desk.world.db.query<{ useCase: string | null; code: string }>(
      `select use_case as "useCase", facts->>'code' as code from journal where kind = 'refused' order by id`,
    )
  ).map(({ useCase, code }) => [useCase, code])

it('an administrator attaches a use case, and two who edit at once do not overwrite each other', async () => {
  const before = await admin.get(place)
  expect(before.status).toBe(200)
  const items = [...before.body.items, { useCase: 'abort-card-order' }]
  const saved = await admin.put(place, { items, why: 'Operators asked for it.' }, { 'if-match': before.headers.get('etag') ?? '' })
  expect([saved.status, saved.body.items]).toEqual([200, items])
  const late = await admin.put(place, { items: [] }, { 'if-match': before.headers.get('etag') ?? '' })
  expect([late.status, late.body.code]).toEqual([412, 'changed_meanwhile'])
  expect((await refused()).at(-1)).toEqual([null, 'changed_meanwhile'])
  const after = await admin.get(place)
  expect(after.body.items).toEqual(items)
  expect(after.headers.get('etag')).toBe(saved.headers.get('etag'))
  expect((await admin.put(place, { items }, { 'if-match': '*' })).status).toBe(200)
})

it('what cannot be attached is refused with the reason, and is told beforehand', async () => {
  const { body } = await admin.get('/templates/card/states/processing/attachable')
  const found = (name: string) => body.items.find((item: { useCase: string }) => item.useCase === name)
  expect(found('abort-card-order')).toMatchObject({ may: true, symbol: 'CardsAddonExtProdProcAbort' })
  expect(found('activate-card')).toMatchObject({
    may: false,
    refusal: { code: 'cannot_attach', sentence: expect.stringContaining('cannot begin in Processing') },
  })
  expect(
    (await admin.get('/templates/user/states/active/attachable')).body.items.find(
      (item: { useCase: string }) => item.useCase === 'order-card',
    ).mappings,
  ).toEqual([{ name: 'CardsMapUserToCard', label: 'User to card' }])
  const refused = await admin.put(place, { items: [{ useCase: 'activate-card' }] })
  expect([refused.status, refused.body.code]).toEqual([422, 'cannot_attach'])
  const unknown = await admin.put('/templates/card/states/burnt/commands', { items: [] })
  expect([unknown.status, unknown.body.code]).toEqual([404, 'no_such_state'])
  expect((await admin.get('/templates/badge/states/processing/commands')).status).toBe(404)
})

it('options are read and published with their version; a wrong value is named', async () => {
  const before = await admin.get('/options')
  expect(before.body.items[0]).toMatchObject({ name: 'CardsAddonExtProdQueue', value: true, default: true, schema: { type: 'boolean' } })
  const saved = await admin.put(
    '/options',
    { values: { CardsAddonExtProdBatchSize: 500 } },
    { 'if-match': before.headers.get('etag') ?? '' },
  )
  expect(saved.status).toBe(200)
  expect(saved.body.items.find((item: { name: string }) => item.name === 'CardsAddonExtProdBatchSize').value).toBe(500)
  expect(
    (await admin.put('/options', { values: { CardsAddonExtProdBatchSize: 5 } }, { 'if-match': before.headers.get('etag') ?? '' })).status,
  ).toBe(412)
  const wrong = await admin.put('/options', { values: { CardsAddonExtProdBatchSize: 0 } })
  expect([wrong.status, wrong.body.errors]).toEqual([
    422,
    [{ pointer: '/values/CardsAddonExtProdBatchSize', detail: expect.stringContaining('must be 1 or more') }],
  ])
})

it('versions tell who published what, with what was there before', async () => {
  const { body } = await admin.get('/versions?limit=2')
  expect(body.items.map((item: { sentence: string }) => item.sentence)).toEqual([
    'Test admin set Orders in a batch to 500.',
    'Test admin attached Abort card order to Processing of Card.',
  ])
  expect(body.items[1]).toMatchObject({ kind: 'commands', name: 'card/processing', why: 'Operators asked for it.', actor: 'Test admin' })
  const next = await admin.get(`/versions?limit=2&after=${body.next}`)
  expect(next.body.items).toHaveLength(2)
  expect((await admin.get('/versions?after=nonsense')).status).toBe(400)
})

it('versions tell an option by its label, also where it is set back to what it was at first', async () => {
  await desk.setOptions({ CardsAddonExtProdQueue: false, CardsAddonExtProdBatchSize: 200 })
  await desk.setOptions({ CardsAddonExtProdQueue: true })
  const { body } = await admin.get('/versions?limit=2')
  expect(body.items.map((item: { sentence: string }) => item.sentence)).toEqual([
    'Test admin set Queue for card orders to On.',
    'Test admin set Queue for card orders to Off and Orders in a batch to 200.',
  ])
})

it('an option always has a value, kept without the blanks around it', async () => {
  const optionNamed = async (name: string) =>
    (await admin.get('/options')).body.items.find((item: { name: string }) => item.name === name).value
  const before = (await admin.get('/options')).body
  for (const [values, detail] of [
    [{ CardsAddonExtProdQueue: null }, 'Queue for card orders is missing.'],
    [{ CardsAddonExtProdTimeZone: '  ' }, 'Time zone is missing.'],
    [{ CardsAddonExtProdTimeZone: 'Mars/Base' }, 'The time zone “Mars/Base” is not known; give one such as Europe/Copenhagen or UTC.'],
    [{ constructor: 'x' }, 'This form has no field "constructor".'],
  ] as const) {
    const answer = await admin.put('/options', { values })
    expect([answer.status, answer.body.errors[0].detail]).toEqual([422, detail])
  }
  expect((await admin.get('/options')).body).toEqual(before)

  expect((await admin.put('/options', { values: { CardsAddonExtProdReleaseSchedule: ' 0 9 * * 1 ' } })).status).toBe(200)
  expect(await optionNamed('CardsAddonExtProdReleaseSchedule')).toBe('0 9 * * 1')
  await desk.setOptions({ CardsAddonExtProdReleaseSchedule: '0 10,16 * * 1-5' })
})

it('a process shows its drawing, its page, and where it is attached', async () => {
  const { body } = await admin.get('/processes')
  expect(body.items).toHaveLength(desk.world.catalog.useCases.length)
  const one = await admin.get('/processes/abort-card-order')
  expect(one.body).toMatchObject({
    label: 'Abort card order',
    attachedTo: [{ template: 'card', state: 'processing' }],
    roles: [{ name: 'operator', label: 'Operator' }],
  })
  expect(one.body.drawing).toContain('<process id="abort-card-order"')
  expect(one.body.page).toContain('# Abort card order')
  expect((await admin.get('/processes/burn-card')).status).toBe(404)
})

it('production shows how much stands where, and Send now sends it', async () => {
  const card = await desk.queuedCard()
  const { body } = await admin.get('/production')
  expect(body.bureaus).toMatchObject([
    {
      name: 'bureau',
      connector: 'directory',
      queued: { count: 1 },
      schedule: { words: 'on weekdays at 10:00 and 16:00 (Europe/Copenhagen)', next: '2026-11-25T09:00:00.000Z' },
    },
  ])
  const sent = await admin.post('/production/bureau/release', undefined, { 'idempotency-key': 'send-now' })
  expect([sent.status, sent.body]).toEqual([200, { orders: 1, batches: 1 }])
  expect((await admin.post('/production/bureau/release', undefined, { 'idempotency-key': 'send-now' })).body).toEqual(sent.body)
  await desk.until(async () => (await desk.stateOf(card)) === 'ordered', 'the card is ordered')
  const batches = await admin.get('/production/batches')
  expect(batches.body).toMatchObject({ items: [{ status: 'sent', orders: 1 }], next: null })
  const batch = await admin.get(`/production/batches/${batches.body.items[0].id}`)
  expect(batch.body).toMatchObject({
    manifestHash: expect.stringMatching(/^[0-9a-f]{64}$/),
    lines: [{ card, state: 'ordered', status: 'sent' }],
  })
  expect((await admin.get('/production/batches/nonsense')).status).toBe(404)
  expect((await admin.post('/production/elsewhere/release')).body.code).toBe('no_such_bureau')
  expect((await admin.get('/production/batches?after=x')).status).toBe(400)
})

it('a people file is looked through, then imported; a bad row changes nothing', async () => {
  const csv = (text: string, query = '') =>
    admin.send('POST', `/imports/users${query}`, { body: text, headers: { 'content-type': 'text/csv' } })
  const count = async () => (await admin.get('/users/count')).body.count as number
  const before = await count()
  const good = 'Vorname;Nachname;Personalnummer\nÅse;Berg;I-1\nBo;Dahl;I-2\n'
  const dry = await csv(good, '?dryRun=true')
  expect(dry.body).toMatchObject({ dryRun: true, rows: 2, created: 2, bad: 0, delimiter: 'semicolon', encoding: 'UTF-8' })
  expect(await count()).toBe(before)
  const bad = await csv(`${good}Cy;;I-3\n`)
  expect(bad.body).toMatchObject({ bad: 1, problems: [{ line: 4, field: 'lastName' }] })
  expect(await count()).toBe(before)
  const done = await csv(good)
  expect(done.body).toMatchObject({ dryRun: false, created: 2, changed: 0, bad: 0 })
  expect(await count()).toBe(before + 2)
  expect((await csv(good)).body).toMatchObject({ created: 0, unchanged: 2 })
  const mapped = await csv(
    'a;b;c\nEy;Falk;I-4\n',
    `?delimiter=%3B&encoding=windows-1252&mapping=${encodeURIComponent('{"a":"firstName","b":"lastName","c":"employeeNumber"}')}`,
  )
  expect(mapped.body).toMatchObject({ created: 1, encoding: 'Windows-1252' })
  for (const query of [
    '?delimiter=pipe',
    '?delimiter=constructor',
    '?encoding=constructor',
    '?mapping=nonsense',
    '?encoding=morse',
    '?dryRun=perhaps',
  ])
    expect((await csv(good, query)).status).toBe(400)
  expect((await csv('')).status).toBe(422)
  expect((await admin.post('/imports/users', {})).body.code).toBe('file_unreadable')
})

it('none of it is for an operator, and what was tried is in the journal', async () => {
  for (const path of [
    place,
    '/templates/card/states/processing/attachable',
    '/options',
    '/processes',
    '/processes/abort-card-order',
    '/versions',
    '/production',
    '/production/batches',
  ])
    expect([path, (await operator.get(path)).body.code]).toEqual([path, 'not_permitted'])
  const before = await refused()
  expect((await operator.put(place, { items: [] })).status).toBe(403)
  expect((await operator.put('/options', { values: {} })).status).toBe(403)
  expect((await operator.post('/production/bureau/release')).status).toBe(403)
  expect((await operator.send('POST', '/imports/users', { body: 'a', headers: { 'content-type': 'text/csv' } })).status).toBe(403)
  expect((await refused()).slice(before.length)).toEqual([
    [null, 'not_permitted'],
    [null, 'not_permitted'],
    ['CardsAddonExtProdProcSend', 'not_permitted'],
    ['UsersProcImport', 'not_permitted'],
  ])
})

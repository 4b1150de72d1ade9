import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fromBuffer } from 'yauzl'
import { everywhere } from '../../src/engine/permit.ts'
import { isRefusal } from '../../src/engine/refusal.ts'
import { schedulerActor } from '../../src/identity/actor.ts'
import { createAccount } from '../../src/identity/create-account.ts'
import { purgeByRules } from '../../src/runtime/purge.ts'
import { writePhotos } from '../../src/store/person.ts'
import { personalData } from '../../src/store/personal-data.ts'
import { fingerprint, journalSize } from '../contract/objects.ts'
import { openTestDesk, type TestDesk, testPassword } from '../desk.ts'
import { frame, jpeg } from '../photo-bytes.ts'
import { openTestServer, type TestServer } from '../server.ts'

let desk: TestDesk
let server: TestServer
beforeAll(async () => {
  desk = await openTestDesk()
  await desk.enable('order-card', 'hold-card-order', 'abort-card-order')
  server = await openTestServer(desk)
})
afterAll(async () => {
  await server.close()
  await desk.close()
})

const photo = Uint8Array.from(jpeg(frame(300, 400)))

/** The files of an archive, by name. */
async function unpacked(bytes: Buffer): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>()
  await new Promise<void>((done, failed) =>
    fromBuffer(bytes, { lazyEntries: true }, (error, zip) => {
      if (error) return failed(error)
      zip.on('entry', (entry) =>
        zip.openReadStream(entry, (wrong, stream) => {
          if (wrong) return failed(wrong)
          const parts: Buffer[] = []
          stream.on('data', (part: Buffer) => parts.push(part))
          stream.on('end', () => {
            files.set(entry.fileName, Buffer.concat(parts))
            zip.readEntry()
          })
        }),
      )
      zip.on('end', () => done())
      zip.readEntry()
    }),
  )
  return files
}

const download = async (path: string): Promise<{ status: number; headers: Headers; bytes: Buffer }> => {
  const { cookie } = await server.as('admin')
  const response = await fetch(`${server.address}/api/v1${path}`, { headers: { cookie } })
  return { status: response.status, headers: response.headers, bytes: Buffer.from(await response.arrayBuffer()) }
}

const newestOther = async (): Promise<{ facts: Record<string, unknown>; object_id: string | null; actor_id: string }[]> =>
  desk.world.db.query(`select facts, object_id, actor_id from journal where kind = 'other' and facts ? 'said' order by id desc`)

test('everything that is held about a person is one file, for whoever may ask for it, and the journal keeps that they did', async () => {
  const user = await desk.someUser({ firstName: 'Ada', lastName: 'Berg', phone: '+45 1234' })
  await writePhotos(desk.world.db, [{ personId: user, mediaType: 'image/jpeg', bytes: photo }], desk.clock.now())
  const account = await createAccount(desk.world, desk.admin, {
    name: 'ada',
    displayName: 'Ada <Berg>',
    password: testPassword,
    roles: ['operator'],
    personId: user,
  })
  if (isRefusal(account)) throw new Error(account.sentence)
  const card = await desk.orderedCard(user)
  const held = await desk.queuedCard(await desk.someUser({ firstName: 'Somebody', lastName: 'Else' }))
  const self = { kind: 'person' as const, id: account.id, name: 'Ada <Berg>', grants: everywhere('operator') }
  await desk.perform('hold-card-order', [held], { reason: 'Not for Ada to see again' }, self)

  const before = await fingerprint(desk)
  const { status, headers, bytes } = await download(`/users/${user}/access-report`)
  expect([status, headers.get('content-disposition')]).toEqual([200, `attachment; filename="access-report-${user}.zip"`])
  expect(await fingerprint(desk)).toBe(before)
  const files = await unpacked(bytes)
  expect([...files.keys()]).toEqual(['report.json', 'report.html', 'photo.jpeg'])
  expect(
    createHash('sha256')
      .update(files.get('photo.jpeg') ?? '')
      .digest(),
  ).toEqual(createHash('sha256').update(photo).digest())

  const report = JSON.parse(String(files.get('report.json')))
  const tables = Object.entries(personalData).filter(([table, { personal }]) => Object.keys(personal).length > 0 && table !== 'journal')
  expect(report.held.map(({ table }: { table: string }) => table)).toEqual([...tables.map(([table]) => table), 'names'])
  const rows = Object.fromEntries(report.held.map((each: { table: string; rows: unknown[] }) => [each.table, each.rows]))
  expect(rows.person).toMatchObject([{ first_name: 'Ada', last_name: 'Berg', phone: '+45 1234' }])
  expect(rows.card).toMatchObject([{ id: card, holder_last_name: 'Berg', common_name: 'Ada Berg' }])
  expect(rows.batch).toMatchObject([{ line: { card, fields: expect.anything() } }])
  expect(rows.account).toMatchObject([{ name: 'ada', display_name: 'Ada <Berg>' }])
  expect(rows.names).toContainEqual({ table: 'production_order', column: 'held_by', rows: 1 })
  expect(report.journal.map(({ about }: { about: string }) => about)).toEqual([
    'The person',
    expect.stringMatching(/^Card \d+$/),
    'What they did',
  ])
  expect(report.journal[1].lines.map(({ sentence }: { sentence: string }) => sentence)).toContainEqual(expect.stringContaining('Ada Berg'))
  expect(report.journal[2].lines).toHaveLength(1)
  const text = String(files.get('report.json')) + String(files.get('report.html'))
  for (const secret of ['password_hash', 'csrf', 'argon2', 'Not for Ada', 'Somebody', 'Else'])
    expect([secret, text.includes(secret)]).toEqual([secret, false])
  expect(String(files.get('report.html'))).toContain('Ada &#60;Berg&#62;')

  expect((await newestOther())[0]).toEqual({
    facts: { said: '{actor} was given everything that is held about {object}.' },
    object_id: user,
    actor_id: desk.admin.id,
  })
  const operator = await server.as('operator')
  const size = await journalSize(desk)
  const refused = await operator.get(`/users/${user}/access-report`)
  expect([refused.status, refused.body.code]).toEqual([403, 'not_permitted'])
  expect(await journalSize(desk)).toBe(size + 1)
  expect((await operator.get(`/users/${user}/history`)).body.items[0].sentence).toBe(
    'Test operator tried. Refused: Test operator may not ask for everything that is held about a person. Nothing was changed.',
  )
})

test('whoever reads many profiles gets one line in the journal, and another for as many again; a page that is looked at twice counts once', async () => {
  await desk.setOptions({ PrivacyBulkReads: 5 })
  const helpdesk = await server.as('helpdesk')
  const users: string[] = []
  while (users.length < 12) users.push(await desk.someUser())
  const bursts = async () =>
    (await newestOther())
      .filter(({ facts }) => facts['reads'] !== undefined)
      .map(({ facts, actor_id }) => [facts['reads'], facts['plural'], actor_id])
  const read = async (ids: readonly string[]) => {
    for (const id of ids) for (const path of [`/users/${id}`, `/users/${id}/history`]) expect((await helpdesk.get(path)).status).toBe(200)
  }
  await read(users.slice(0, 5))
  await read(users.slice(0, 5))
  expect(await bursts()).toEqual([])
  await read(users.slice(5, 6))
  expect(await bursts()).toEqual([[5, 'users', desk.helpdesk.id]])
  await read(users.slice(6))
  expect(await bursts()).toEqual([
    [10, 'users', desk.helpdesk.id],
    [5, 'users', desk.helpdesk.id],
  ])
  // An hour later it begins anew; whoever goes through a list reads it.
  desk.clock.forward(3601)
  const page = await helpdesk.get('/users?limit=6')
  expect(await bursts()).toHaveLength(2)
  await helpdesk.get(`/users?limit=6&after=${page.body.next}`)
  expect((await bursts())[0]).toEqual([5, 'users', desk.helpdesk.id])
  await desk.setOptions({ PrivacyBulkReads: 200 })
})

test('rules are off until an administrator publishes them, and a second one who read before is told', async () => {
  const admin = await server.signIn('admin')
  const read = await admin.get('/privacy')
  expect(read.status).toBe(200)
  expect(
    read.body.items.map((item: { template: string; parts: { part: string; days: number | null; recommended: number }[] }) => [
      item.template,
      item.parts.map(({ part, days, recommended }) => [part, days, recommended]),
    ]),
  ).toEqual([
    [
      'user',
      [
        ['photo', null, 30],
        ['fields', null, 365],
      ],
    ],
    ['card', [['fields', null, 365]]],
  ])
  const { version } = read.body.items[0]
  const wrong = await admin.put('/privacy/user', { rules: { photo: -1, shoes: 3 } })
  expect([wrong.status, wrong.body.code, wrong.body.errors.map(({ pointer }: { pointer: string }) => pointer)]).toEqual([
    422,
    'invalid_privacy',
    ['/rules/photo', '/rules/shoes'],
  ])
  expect((await admin.put('/privacy/recall', { rules: {} })).status).toBe(404)
  expect((await (await server.as('operator')).put('/privacy/user', { rules: {} })).status).toBe(403)
  const published = await admin.put(
    '/privacy/user',
    { rules: { photo: 30, fields: null }, why: 'As agreed' },
    { 'if-match': `"${version}"` },
  )
  expect([published.status, published.body.items[0].parts.map(({ days }: { days: number | null }) => days)]).toEqual([200, [30, null]])
  expect((await admin.put('/privacy/user', { rules: { photo: 1 } }, { 'if-match': `"${version}"` })).status).toBe(412)
  expect((await admin.get('/versions')).body.items[0]).toMatchObject({
    kind: 'privacy',
    sentence: 'Test admin set what is removed of Users: photo after 30 days.',
    why: 'As agreed',
  })
})

test('the nightly sweep removes what a rule names when its time is over, once, and keeps what it did', async () => {
  const { db } = desk.world
  const [user, young, active] = [
    await desk.someUser({ lastName: 'Old' }),
    await desk.someUser({ lastName: 'Young' }),
    await desk.someUser(),
  ]
  await writePhotos(
    db,
    [user, young, active].map((personId) => ({ personId, mediaType: 'image/jpeg', bytes: photo })),
    desk.clock.now(),
  )
  await desk.perform('lock-user', [user], { reason: 'left' })
  desk.clock.forward(20 * 86_400)
  await desk.perform('lock-user', [young], { reason: 'left' })
  const photos = async () => (await db.query<{ id: string }>('select person_id as id from photo')).map(({ id }) => id)
  expect(await purgeByRules(desk.world, schedulerActor)).toBe(0)
  desk.clock.forward(11 * 86_400)
  const admin = await server.signIn('admin')
  const version = (await admin.get('/privacy')).body.items[0].version.slice(0, 12)
  expect(await purgeByRules(desk.world, schedulerActor)).toBe(1)
  expect(await photos()).toEqual(expect.arrayContaining([young, active]))
  expect(await photos()).not.toContain(user)
  const [line] = await db.query<{ facts: Record<string, unknown>; actor_name: string; kind: string }>(
    'select kind, actor_name, facts from journal where object_id = $1 order by id desc limit 1',
    [user],
  )
  expect(line).toEqual({ kind: 'done', actor_name: 'Schedule', facts: { erased: { Photo: 1 }, what: 'photo (1)', days: 30, version } })
  const size = await journalSize(desk)
  expect(await purgeByRules(desk.world, schedulerActor)).toBe(0)
  expect(await journalSize(desk)).toBe(size)
  expect((await admin.get(`/users/${user}`)).body).toMatchObject({ state: 'locked', title: expect.stringMatching(/ Old$/) })

  // Their data, and what cards hold, have rules of their own.
  const card = await desk.queuedCard(active)
  await desk.perform('abort-card-order', [card], {})
  await admin.put('/privacy/card', { rules: { fields: 10 } })
  await admin.put('/privacy/user', { rules: { fields: 10 } })
  desk.clock.forward(10 * 86_400)
  expect(await purgeByRules(desk.world, schedulerActor)).toBe(3)
  const later = await server.signIn('admin')
  expect((await later.get(`/users/${user}`)).body).toMatchObject({ state: 'locked', title: 'An erased person' })
  expect((await later.get(`/cards/${card}`)).body.fields).toMatchObject({ holderLastName: null, commonName: null })
  expect((await later.get(`/users/${active}`)).body.fields).toMatchObject({ unit: 'Tests' })
  expect(await purgeByRules(desk.world, schedulerActor)).toBe(0)
})

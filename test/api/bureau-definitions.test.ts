import { generateKey } from 'openpgp'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { firstBureau } from '../../src/catalog/bureau-definition.ts'
import { systemClock } from '../../src/kit/clock.ts'
import { generateKeyPair } from '../../src/production/bureaus/openpgp-keys.ts'
import { secretOf } from '../../src/runtime/bureaus.ts'
import { openTestDesk, type TestDesk } from '../desk.ts'
import { type Client, openTestServer, type TestServer } from '../server.ts'

let desk: TestDesk
let server: TestServer
let admin: Client
let operator: Client
let publicKey: string
let privateKey: string
beforeAll(async () => {
  desk = await openTestDesk()
  server = await openTestServer(desk)
  admin = await server.as('admin')
  operator = await server.as('operator')
  const pair = { type: 'ecc', curve: 'ed25519Legacy', userIDs: { name: 'Bureau North' }, format: 'armored' } as const
  ;({ publicKey, privateKey } = await generateKey({ ...pair, date: new Date('2026-01-01T00:00:00Z') }))
})
afterAll(async () => {
  await server?.close()
  await desk?.close()
})

const sftp = () => ({
  ...firstBureau,
  label: 'Bureau North',
  connection: {
    kind: 'sftp',
    host: 'sftp.north.example',
    port: 22,
    user: 'cardinal',
    folder: '/exchange',
    hostKey: `SHA256:${'a'.repeat(43)}`,
    bureauKeys: [publicKey],
  },
})
const secret = (name: string) => desk.world.secrets.read(secretOf('north', name))
const journal = async (): Promise<string[]> =>
  (
    await desk.world.db.query<{ said: string }>(`select facts->>'said' as said from journal where facts->>'said' like '%key%' order by id`)
  ).map(({ said }) => said)

it('a bureau is published, and read with its schedule in words, its press and what its keys are', async () => {
  const published = await admin.put('/bureau-definitions/north', { definition: sftp(), why: 'A second bureau.' }, { 'if-match': '"none"' })
  expect([published.status, published.body.name]).toEqual([200, 'north'])
  const { body } = await admin.get('/bureau-definitions/north')
  expect(body).toMatchObject({
    takesNewOrders: false,
    press: { stoppedAt: null, stoppedWhy: null },
    schedule: {
      cron: '0 10,16 * * 1-5',
      words: 'on weekdays at 10:00 and 16:00 (Europe/Copenhagen)',
      next: ['2026-11-25T09:00:00.000Z', '2026-11-25T15:00:00.000Z', '2026-11-26T09:00:00.000Z'],
    },
    keys: [{ userId: 'Bureau North', why: null }],
  })
  expect(body.keys[0].fingerprint).toMatch(/^[0-9A-F]{40}$/)
  const list = await admin.get('/bureau-definitions')
  expect(list.body.items.map((bureau: { name: string; takesNewOrders: boolean }) => [bureau.name, bureau.takesNewOrders])).toEqual([
    ['bureau', true],
    ['north', false],
  ])
})

it('a version says which bureau was published, by what people call it', async () => {
  const { body } = await admin.get('/versions')
  expect(body.items[0]).toMatchObject({ sentence: 'Test admin published the bureau Bureau North.', why: 'A second bureau.' })
})

it('what is wrong stands at its place, in words, and nothing is published', async () => {
  const before = (await admin.get('/bureau-definitions/north')).headers.get('etag')
  const wrong = {
    ...sftp(),
    label: '',
    recallHours: 0,
    holidays: ['2026-12-24', 'soon'],
    connection: { ...sftp().connection, port: 0, hostKey: 'none' },
  }
  const refused = await admin.put('/bureau-definitions/north', { definition: wrong })
  expect([refused.status, refused.body.code]).toEqual([422, 'invalid_bureau'])
  const places = refused.body.errors.map((error: { pointer: string }) => error.pointer)
  expect(places.toSorted()).toEqual([
    '/definition/connection/hostKey',
    '/definition/connection/port',
    '/definition/holidays/1',
    '/definition/label',
    '/definition/recallHours',
  ])
  expect(refused.body.errors.find((error: { pointer: string }) => error.pointer.endsWith('port')).detail).toBe(
    'The port is a number from 1 to 65535; SFTP has 22.',
  )
  expect((await admin.get('/bureau-definitions/north')).headers.get('etag')).toBe(before)
})

it('a place or a kind that is called as every object calls its own is refused as any other that nobody knows', async () => {
  const before = (await admin.get('/bureau-definitions/north')).headers.get('etag')
  for (const [change, pointer, detail] of [
    [{ toString: 1 }, '/definition/toString', 'toString does not belong here.'],
    [{ connection: { kind: 'constructor' } }, '/definition/connection/kind', 'Choose how the bureau is reached: directory, sftp or rest.'],
  ] as const) {
    const { status, body } = await admin.put('/bureau-definitions/north', { definition: { ...sftp(), ...change } })
    expect([status, body.errors]).toEqual([422, [{ pointer, detail }]])
  }
  expect((await admin.get('/bureau-definitions/north')).headers.get('etag')).toBe(before)
})

it('a key that is none, a private one, a day that no calendar has and a time zone that nobody knows are refused', async () => {
  const errorsOf = async (change: object) => {
    const { status, body } = await admin.put('/bureau-definitions/north', { definition: { ...sftp(), ...change } })
    return [status, body.errors.map((error: { pointer: string }) => error.pointer)]
  }
  const keys = [`${publicKey.slice(0, 200)}\n-----END PGP PUBLIC KEY BLOCK-----`, privateKey]
  expect(await errorsOf({ connection: { ...sftp().connection, bureauKeys: keys } })).toEqual([
    422,
    ['/definition/connection/bureauKeys/0', '/definition/connection/bureauKeys/1'],
  ])
  expect(await errorsOf({ holidays: ['2027-02-30'] })).toEqual([422, ['/definition/holidays/0']])
  expect(await errorsOf({ timeZone: 'Europe/Atlantis' })).toEqual([422, ['/definition/timeZone']])
  expect(await errorsOf({ connection: { kind: 'pigeon' } })).toEqual([422, ['/definition/connection/kind']])
  expect((await admin.put('/bureau-definitions/North', { definition: sftp() })).body.errors).toMatchObject([{ pointer: '/name' }])
})

it('two who edit a bureau at once do not overwrite each other', async () => {
  const etag = (await admin.get('/bureau-definitions/north')).headers.get('etag') ?? ''
  expect((await admin.put('/bureau-definitions/north', { definition: { ...sftp(), recallHours: 48 } }, { 'if-match': etag })).status).toBe(
    200,
  )
  const late = await admin.put('/bureau-definitions/north', { definition: { ...sftp(), recallHours: 12 } }, { 'if-match': etag })
  expect([late.status, late.body.code]).toEqual([412, 'changed_meanwhile'])
  expect((await admin.get('/bureau-definitions/north')).body.definition.recallHours).toBe(48)
})

it('our OpenPGP key is made here, shown by its public part alone, and the one before is kept for the overlap', async () => {
  const place = '/bureau-definitions/north/openpgp-key'
  expect((await admin.get(place)).body.code).toBe('no_such_key')
  const made = await admin.post(place, {}, { 'idempotency-key': 'first' })
  expect([made.status, Object.keys(made.body).toSorted()]).toEqual([200, ['expires', 'fingerprint', 'publicKey', 'userId']])
  expect(made.body.publicKey).toMatch(/^-----BEGIN PGP PUBLIC KEY BLOCK-----/)
  expect((await admin.get(place)).body).toEqual(made.body)
  const [key, passphrase] = [await secret('pgp-key'), await secret('pgp-passphrase')]
  expect(key).toMatch(/^-----BEGIN PGP PRIVATE KEY BLOCK-----/)
  expect([passphrase?.length, await secret('pgp-key-previous'), await secret('pgp-passphrase-previous')]).toEqual([
    32,
    undefined,
    undefined,
  ])

  expect((await admin.post(place, {}, { 'idempotency-key': 'first' })).body).toEqual(made.body)
  expect(await secret('pgp-key')).toBe(key)

  const second = await admin.post(place, {}, { 'idempotency-key': 'second' })
  expect(second.body.fingerprint).not.toBe(made.body.fingerprint)
  expect([await secret('pgp-key-previous'), await secret('pgp-passphrase-previous')]).toEqual([key, passphrase])
  expect(await secret('pgp-passphrase')).not.toBe(passphrase)
  expect(await journal()).toEqual(
    [made, second].map(({ body }) => `{actor} made a new OpenPGP key for {object}, with the fingerprint ${body.fingerprint}.`),
  )
  const { body } = await admin.get('/bureau-definitions/north')
  expect(body.secrets.find((each: { name: string }) => each.name === 'pgp-key')).toMatchObject({ enteredBy: 'Test admin' })
  expect(JSON.stringify(body)).not.toContain('PRIVATE KEY')
})

it('a key that is replaced is kept with the passphrase that opens it, whichever of the two is entered first', async () => {
  const enter = (name: string, value: string) => admin.put(`/bureau-definitions/north/secrets/${name}`, { value })
  const kept = async () => [await secret('pgp-key-previous'), await secret('pgp-passphrase-previous')]
  const lockedWith = (passphrase: string) => generateKeyPair('North', passphrase, systemClock)
  const [one, two, three] = [await lockedWith('a'), await lockedWith('a'), await lockedWith('c')]
  await enter('pgp-key', one.privateKey)
  await enter('pgp-passphrase', 'mistyped')
  await enter('pgp-passphrase', 'a')
  await enter('pgp-key', two.privateKey)
  expect(await kept()).toEqual([one.privateKey, 'a'])
  await enter('pgp-passphrase', 'c')
  await enter('pgp-key', three.privateKey)
  expect(await kept()).toEqual([two.privateKey, 'a'])
})

it('a key that was entered and is none says so', async () => {
  await admin.put('/bureau-definitions/north/secrets/pgp-key', { value: 'not a key' })
  const { status, body } = await admin.get('/bureau-definitions/north/openpgp-key')
  expect([status, body.code]).toEqual([409, 'key_unreadable'])
})

it('only an administrator makes and sees keys, and only where a bureau uses one', async () => {
  const before = await secret('pgp-key')
  for (const answer of [
    await operator.get('/bureau-definitions/north/openpgp-key'),
    await operator.post('/bureau-definitions/north/openpgp-key'),
  ])
    expect([answer.status, answer.body.code]).toEqual([403, 'not_permitted'])
  expect((await admin.post('/bureau-definitions/bureau/openpgp-key')).body.code).toBe('no_such_secret')
  expect((await admin.post('/bureau-definitions/nowhere/openpgp-key')).body.code).toBe('no_such_bureau')
  expect(await secret('pgp-key')).toBe(before)
})

it('a schedule is told in words before it is saved', async () => {
  const ask = (cron: string | null, timeZone: string | null) => admin.post('/schedule-preview', { cron, timeZone, holidays: [] })
  expect((await ask('30 7 * * 1', 'UTC')).body).toEqual({
    schedule: {
      cron: '30 7 * * 1',
      timeZone: 'UTC',
      words: 'on Mondays at 07:30 (UTC)',
      next: ['2026-11-30T07:30:00.000Z', '2026-12-07T07:30:00.000Z', '2026-12-14T07:30:00.000Z'],
    },
    why: null,
  })
  expect((await ask(null, null)).body.schedule.words).toBe('on weekdays at 10:00 and 16:00 (Europe/Copenhagen)')
  expect((await ask('often', null)).body).toMatchObject({ schedule: null, why: expect.stringContaining('needs five') })
  expect((await operator.post('/schedule-preview', { cron: null, timeZone: null, holidays: [] })).status).toBe(403)
})

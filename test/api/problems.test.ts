import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Database } from '../../src/store/database.ts'
import { openTestDesk, type TestDesk } from '../desk.ts'
import { type Client, openTestServer, type TestServer } from '../server.ts'

let desk: TestDesk
let server: TestServer
let operator: Client
/** What the database fails with at the next questions; nothing while it works. */
let failure: Error | undefined
let web: string

beforeAll(async () => {
  desk = await openTestDesk({ idle: true })
  web = await mkdtemp(join(tmpdir(), 'cardinal-web-'))
  await mkdir(join(web, 'assets'))
  await writeFile(join(web, 'index.html'), '<!doctype html><title>Cardinal</title>')
  await writeFile(join(web, 'assets', 'main-1a2b3c4d.js'), 'export {}')
  await writeFile(join(web, 'cardinal.svg'), '<svg/>')
  const failing = desk.world.db
  const db: Database = {
    ...failing,
    query: (text, values) => (failure ? Promise.reject(failure) : failing.query(text, values)),
    transaction: (work) => (failure ? Promise.reject(failure) : failing.transaction(work)),
  }
  server = await openTestServer({ ...desk, world: { ...desk.world, db } }, { web })
  operator = await server.as('operator')
})
afterAll(async () => {
  await server?.close()
  await desk?.close()
  await rm(web, { recursive: true })
})

async function whileItFails<T>(error: Error, ask: () => Promise<T>): Promise<T> {
  failure = error
  try {
    return await ask()
  } finally {
    failure = undefined
  }
}

const failing = (code: string): Error => Object.assign(new Error('It went away while "Ada Berg" was written.'), { code })
const create = () => operator.post('/commands/create-user', { objects: [], input: { firstName: 'Ada', lastName: 'Berg' } })

it.each([
  ['the connection is lost', '08006', 'database_unavailable'],
  ['the server shuts down', '57P01', 'database_unavailable'],
  ['the disk is full', '53100', 'disk_full'],
  ['two were in each other’s way', '40P01', 'busy'],
])('when %s, a sentence says that it is not available for now', async (_, code, told) => {
  const { status, headers, body } = await whileItFails(failing(code), create)
  expect([status, body.code]).toEqual([503, told])
  expect(body.detail).toContain('Nothing was changed.')
  expect(headers.get('retry-after')).toBe('2')
  expect((await operator.get('/users/count')).body.count).toBe(0)
})

it('a connection that is lost in a commit promises nothing that it cannot know', async () => {
  const { status, body } = await whileItFails(failing('08007'), create)
  expect(status).toBe(503)
  expect(body.detail).not.toContain('Nothing was changed.')
})

it('is not ready while the database does not answer, but alive', async () => {
  const [ready, alive] = await whileItFails(failing('08006'), async () => [
    await server.nobody.get('//readyz'),
    await server.nobody.get('//healthz'),
  ])
  expect([ready?.status, alive?.status]).toEqual([503, 200])
})

it('a bug is answered with a number that is in the log, and with nothing else about it', async () => {
  const { status, body } = await whileItFails(new Error('There is no "Ada Berg".'), create)
  expect([status, body.code]).toEqual([500, 'fault'])
  expect(body.remedy).toContain(body.id)
  expect(JSON.stringify(body)).not.toMatch(/Ada|\.ts\b| {4}at /)
  const line = server.log.find((each) => each.includes(body.id) && each.includes('A fault.'))
  expect(line).toContain('There is no \\"…\\"')
})

it('the log holds patterns of routes and no data of persons', async () => {
  await operator.get('/users?q=berg&lastName=Berg')
  await create()
  await operator.get('/nothing/Berg')
  const log = server.log.join('')
  expect(log).toContain('"route":"/api/v1/users"')
  expect(log).toContain('"ms":')
  expect(log).not.toMatch(/berg/i)
})

it('the pages are sent with what they may do', async () => {
  const page = await server.nobody.send('GET', '//operator/cards/x', { headers: { accept: 'text/html' } })
  expect([page.status, page.body, page.headers.get('cache-control')]).toEqual([200, '<!doctype html><title>Cardinal</title>', 'no-store'])
  expect(page.headers.get('content-security-policy')).toContain("script-src 'self'; style-src 'self' 'nonce-")
  const home = await server.nobody.send('GET', '//')
  expect([home.status, home.headers.get('location')]).toEqual([302, '/operator'])
  const asset = await server.nobody.send('GET', '//assets/main-1a2b3c4d.js')
  expect([asset.status, asset.headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable'])
  const picture = await server.nobody.send('GET', '//cardinal.svg')
  expect([picture.headers.get('content-type'), picture.headers.get('cache-control')]).toEqual(['image/svg+xml; charset=utf-8', 'no-cache'])
})

it('what is not there is not a page for a program, nor under /api for anyone', async () => {
  for (const [path, accept] of [
    ['//assets/gone.js', '*/*'],
    ['//api/v2', 'text/html'],
    ['//api/v1/nothing', 'text/html'],
  ] as const) {
    const { status, headers } = await server.nobody.send('GET', path, { headers: { accept } })
    expect([path, status]).toEqual([path, 404])
    expect(headers.get('content-type')).toContain('application/problem+json')
  }
  expect((await server.nobody.send('GET', '//%E0%A4%A')).status).toBe(400)
})

it('a server that stops does not let a run that waits for the bureau keep it; the run goes on without it', async () => {
  const other = await openTestServer(desk)
  const asking = await other.signIn('operator')
  await desk.enable('order-card')
  await desk.setOptions({ CardsAddonExtProdQueue: false })
  const user = await desk.someUser()
  const answering = asking.post('/commands/order-card', { objects: [user], input: {} })
  await desk.until(async () => (await operator.get('/tasks')).body.items.length > 0, 'the run waits')
  await other.close()
  const { status, body } = await answering
  expect([status, body.run.state, body.run.waitsFor]).toEqual([202, 'waiting', expect.any(String)])
})

it.each([
  ['cannot be read', '/cards/%zz', 400, 'invalid_request'],
  ['is longer than any', `/cards/${'x'.repeat(101)}`, 404, 'no_such_route'],
  ['holds a character that cannot be kept', '/templates/card/states/%00/commands', 400, 'invalid_request'],
])('an address that %s is answered as all else is, and not repeated', async (_, path, status, code) => {
  const answer = await operator.send('GET', path)
  expect([answer.status, answer.body.code, answer.headers.get('content-type')]).toEqual([status, code, 'application/problem+json'])
  expect(JSON.stringify(answer.body)).not.toMatch(/%zz|xxx|card\/states/)
})

it('a body with a character that cannot be kept is refused, and changes nothing', async () => {
  const before = (await operator.get('/users/count')).body.count
  for (const name of ['A\u0000a', '\ud83d'])
    expect((await operator.post('/commands/create-user', { objects: [], input: { firstName: name, lastName: 'Berg' } })).status).toBe(400)
  expect((await operator.get('/users/count')).body.count).toBe(before)
})

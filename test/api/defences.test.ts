import { once } from 'node:events'
import { get, type RequestOptions } from 'node:https'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import type { TLSSocket } from 'node:tls'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { certificateFor } from '../certificate.ts'
import { openTestDesk, type TestDesk, testPassword } from '../desk.ts'
import { type Client, openTestServer, type TestServer } from '../server.ts'

let desk: TestDesk
let server: TestServer
let operator: Client
beforeAll(async () => {
  desk = await openTestDesk({ idle: true })
  server = await openTestServer(desk)
  operator = await server.as('operator')
})
afterAll(async () => {
  await server?.close()
  await desk?.close()
})

const create = (headers: Record<string, string>) =>
  operator.post('/commands/create-user', { objects: [], input: { firstName: 'Ada', lastName: 'Berg' } }, headers)

const users = async (): Promise<number> => (await operator.get('/users/count')).body.count

describe('what a page of another site begins', () => {
  it.each([
    ['the browser says so', { 'sec-fetch-site': 'cross-site' }],
    ['the browser says it is a neighbour', { 'sec-fetch-site': 'same-site' }],
    ['it comes from another host', { origin: 'https://elsewhere.example' }],
    ['it comes from another port', { origin: 'http://127.0.0.1:1' }],
    ['it comes from nowhere that can be named', { origin: 'null' }],
  ])('is refused, also with the token: %s', async (_, headers) => {
    const { status, body } = await create(headers)
    expect([status, body.code]).toEqual([403, 'cross_site'])
    const signedIn = await server.nobody.post('/sign-in', { name: 'operator', password: testPassword }, headers)
    expect([signedIn.status, signedIn.headers.get('set-cookie')]).toEqual([403, null])
    expect(await users()).toBe(0)
  })

  it('may look, and what a page of ours begins is done', async () => {
    expect((await operator.get('/me', { 'sec-fetch-site': 'cross-site' })).status).toBe(200)
    expect((await create({ 'sec-fetch-site': 'same-origin' })).status).toBe(200)
    expect((await create({ origin: server.address })).status).toBe(200)
    expect(await users()).toBe(2)
  })
})

it('every answer tells browsers to be careful', async () => {
  for (const path of ['/me', '//healthz', '//api', '//nothing']) {
    const { headers } = await operator.get(path)
    const told = (name: string): string | null => headers.get(name)
    expect(told('content-security-policy'), path).toContain("default-src 'none'")
    expect(told('content-security-policy'), path).not.toMatch(/unsafe|\*/)
    expect(told('permissions-policy')).toContain('camera=()')
    expect([
      told('x-content-type-options'),
      told('referrer-policy'),
      told('cross-origin-opener-policy'),
      told('cross-origin-resource-policy'),
      told('x-frame-options'),
      told('strict-transport-security'),
    ]).toEqual(['nosniff', 'same-origin', 'same-origin', 'same-origin', 'DENY', null])
  }
})

it('the page of the API may show its one style', async () => {
  const { headers, body } = await operator.get('//api')
  expect(headers.get('content-security-policy')).toMatch(/style-src 'sha256-[\w+/]{43}='/)
  expect(body).not.toMatch(/ style=| on[a-z]+=/)
})

describe('a body', () => {
  const send = (body: string) => operator.send('POST', '/commands/create-user', { body, headers: { 'content-type': 'application/json' } })

  it.each([
    ['with a key that reaches into objects', '{"objects":[],"input":{"firstName":"A","lastName":"B"},"__proto__":{"admin":true}}'],
    ['with a key that reaches into what makes them', '{"objects":[],"input":{"constructor":{"prototype":{"admin":true}}}}'],
    ['that is nested without end', `{"objects":[],"input":${'['.repeat(400_000)}${']'.repeat(400_000)}}`],
    ['that is nested too deeply', `{"objects":[],"input":{"firstName":${'['.repeat(40)}${']'.repeat(40)}}}`],
  ])('%s is refused', async (_, body) => {
    const before = await users()
    const { status, body: problem } = await send(body)
    expect([status, problem.code]).toEqual([400, 'malformed_json'])
    expect(await users()).toBe(before)
  })

  it('may hold any number of brackets in a text', async () => {
    const { status, body } = await send(JSON.stringify({ objects: [], input: { firstName: `"${'['.repeat(60)}\\`, lastName: 'B' } }))
    expect([status, body.code]).not.toContain('malformed_json')
  })
})

it('a head that is larger than any of ours is not read', async () => {
  const { status } = await server.nobody.get('//healthz', { 'x-filler': 'x'.repeat(20_000) })
  expect(status).toBe(431)
})

it('whoever never finishes asking is not waited for', () => {
  const { headersTimeout, requestTimeout } = server.app.server
  expect([headersTimeout, requestTimeout]).toEqual([20_000, 120_000])
})

it('who asks too often has to wait, whatever they ask; health is always told', async () => {
  const limited = await openTestServer(desk, { requestsAMinute: 5 })
  const statuses: number[] = []
  for (let times = 0; times < 7; times++) statuses.push((await limited.nobody.get('/me')).status)
  expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429])
  const { body, headers } = await limited.nobody.get('/cards')
  expect([body.code, body.detail]).toEqual(['too_many_requests', 'There were too many requests from this address. Nothing was changed.'])
  expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
  expect((await limited.nobody.get('//healthz')).status).toBe(200)
  await limited.close()
})

describe('with a certificate', () => {
  const own = certificateFor(['127.0.0.1'])
  const known = certificateFor(['client'])

  async function ask(address: string, given: RequestOptions = {}): Promise<{ hsts: string | undefined; body: string }> {
    const [answer] = await once(get(`${address}/healthz`, { ca: own.cert, agent: false, ...given }), 'response')
    return { hsts: answer.headers['strict-transport-security'], body: await text(answer) }
  }

  it('speaks TLS itself, tells browsers to insist on it, and stops also while connections are open on which nothing was asked', async () => {
    const secure = await openTestServer(desk, { tls: { cert: Buffer.from(own.cert), key: Buffer.from(own.key) } })
    expect(await ask(secure.address)).toEqual({ hsts: 'max-age=31536000; includeSubDomains', body: '{"status":"alive"}' })
    await expect(ask(secure.address, { ca: known.cert })).rejects.toThrow()
    const unasked = connect(Number(new URL(secure.address).port), '127.0.0.1')
    await once(unasked, 'connect')
    await ask(secure.address) // By now the server has taken the other connection, too.
    const closed = once(unasked, 'close')
    await secure.close()
    await closed
  })

  it('asks for the certificates of clients, and takes those who have none, too', async () => {
    const tls = { cert: Buffer.from(own.cert), key: Buffer.from(own.key), ca: Buffer.from(known.cert) }
    const secure = await openTestServer(desk, { tls })
    const shown: unknown[] = []
    secure.app.server.on('request', ({ socket }) => {
      const { authorized } = socket as TLSSocket
      shown.push([authorized, (socket as TLSSocket).getPeerCertificate().subject?.CN])
    })
    await ask(secure.address, known)
    await ask(secure.address)
    await ask(secure.address, certificateFor(['stranger']))
    expect(shown).toEqual([
      [true, 'Test bureau'],
      [false, undefined],
      [false, 'Test bureau'],
    ])
    await secure.close()
  })
})

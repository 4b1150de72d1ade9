import { afterAll, beforeAll, expect, it } from 'vitest'
import { begin } from '../../src/runtime/begin.ts'
import { claimRequest } from '../../src/runtime/repeat.ts'
import { openTestDesk, type TestDesk } from '../desk.ts'
import { type Client, openTestServer, type TestServer } from '../server.ts'

let desk: TestDesk
let server: TestServer
let operator: Client
beforeAll(async () => {
  desk = await openTestDesk()
  server = await openTestServer(desk)
  await desk.enable('order-card', 'abort-card-order')
  operator = await server.as('operator')
})
afterAll(async () => {
  await server?.close()
  await desk?.close()
})

const countUsers = async (): Promise<number> => (await operator.get('/users/count')).body.count
const withKey = (key: string) => ({ 'idempotency-key': key })
let people = 0
const somebody = () => ({ objects: [], input: { firstName: 'Ada', lastName: `Berg ${++people}` } })

it('the same key with the same body is done once, and answered the same', async () => {
  const [before, body] = [await countUsers(), somebody()]
  const first = await operator.post('/commands/create-user', body, withKey('once'))
  const second = await operator.post('/commands/create-user', body, withKey('once'))
  expect([first.status, second.status]).toEqual([200, 200])
  expect(second.body).toEqual(first.body)
  expect(first.headers.get('idempotency-replayed')).toBeNull()
  expect(second.headers.get('idempotency-replayed')).toBe('true')
  expect(await countUsers()).toBe(before + 1)
})

it('a refusal is answered the same again, too', async () => {
  const card = await desk.queuedCard()
  await desk.perform('abort-card-order', [card])
  const body = { objects: [card], input: {} }
  const first = await operator.post('/commands/abort-card-order', body, withKey('refused'))
  const second = await operator.post('/commands/abort-card-order', body, withKey('refused'))
  expect([first.status, second.status]).toEqual([409, 409])
  expect(second.body).toEqual(first.body)
  expect(second.headers.get('content-type')).toContain('application/problem+json')
})

it('a run that stopped at its form is begun once; its answer and its end are repeated as well', async () => {
  const card = await desk.queuedCard()
  const begun = await operator.post('/commands/abort-card-order', { objects: [card] }, withKey('begun'))
  const again = await operator.post('/commands/abort-card-order', { objects: [card] }, withKey('begun'))
  expect([again.status, again.body]).toEqual([202, begun.body])
  const path = `/runs/${begun.body.run.id}/answer`
  const answered = await operator.post(path, { input: {} }, withKey('answered'))
  const repeated = await operator.post(path, { input: {} }, withKey('answered'))
  expect([answered.status, repeated.status]).toEqual([200, 200])
  expect(repeated.body).toEqual(answered.body)
})

it('the same key with another body, or at another address, is a conflict and does nothing', async () => {
  await operator.post('/commands/create-user', somebody(), withKey('taken'))
  const before = await countUsers()
  for (const path of ['/commands/create-user', '/commands/edit-user']) {
    const { status, body } = await operator.post(path, somebody(), withKey('taken'))
    expect([status, body.code]).toEqual([409, 'idempotency_key_reused'])
  }
  expect(await countUsers()).toBe(before)
})

it('two people may use the same key', async () => {
  const helpdesk = await server.as('helpdesk')
  const user = await desk.someUser()
  expect((await operator.post('/commands/create-user', somebody(), withKey('shared'))).status).toBe(200)
  expect((await helpdesk.post('/commands/edit-user', { objects: [user] }, withKey('shared'))).status).toBe(202)
})

it('of many repeats at once, one is done', async () => {
  const [before, body] = [await countUsers(), somebody()]
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => operator.post('/commands/create-user', body, withKey('at once'.replace(' ', '-')))),
  )
  const statuses = answers.map((answer) => answer.status)
  expect(statuses.filter((status) => status === 200).length).toBeGreaterThan(0)
  for (const { status, body: told } of answers) expect(status === 200 || told.code === 'still_under_way').toBe(true)
  expect(await countUsers()).toBe(before + 1)
})

it('after a crash between the commit and the answer, a repeat finds the run', async () => {
  const card = await desk.queuedCard()
  const body = { objects: [card], input: {} }
  const accountId = desk.operator.id ?? ''
  const keyed = { accountId, key: 'crashed', requestHash: await hashOf('/api/v1/commands/abort-card-order', body) }
  const standing = await claimRequest(desk.world, keyed)
  if (standing.kind !== 'new') throw new Error('The key was not free.')
  await begin(desk.world, desk.operator, { useCase: 'abort-card-order', ...body, runId: standing.runId })

  const { status, body: told } = await operator.post('/commands/abort-card-order', body, withKey('crashed'))
  expect([status, told.run.id, told.results[0].outcome]).toEqual([200, standing.runId, 'done'])
})

it('after a crash before the commit, a repeat waits a moment, and then performs it', async () => {
  const [before, body] = [await countUsers(), somebody()]
  const keyed = { accountId: desk.operator.id ?? '', key: 'cut-off', requestHash: await hashOf('/api/v1/commands/create-user', body) }
  await claimRequest(desk.world, keyed)
  const early = await operator.post('/commands/create-user', body, withKey('cut-off'))
  expect([early.status, early.body.code]).toEqual([409, 'still_under_way'])
  expect(early.headers.get('retry-after')).toBe('1')
  desk.clock.forward(16)
  expect((await operator.post('/commands/create-user', body, withKey('cut-off'))).status).toBe(200)
  expect(await countUsers()).toBe(before + 1)
})

it('a key must be one that can be kept', async () => {
  for (const key of ['x'.repeat(201), 'two words']) {
    const { status, body } = await operator.post('/commands/create-user', somebody(), withKey(key))
    expect([status, body.code]).toEqual([400, 'invalid_idempotency_key'])
  }
})

async function hashOf(url: string, body: unknown): Promise<string> {
  const { canonical, sha256 } = await import('../../src/kit/hash.ts')
  return sha256(`POST ${url}\n${sha256(canonical(body))}`)
}

import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Actor } from '../../src/engine/permit.ts'
import { begin } from '../../src/runtime/begin.ts'
import { fingerprint, journalSize } from '../contract/objects.ts'
import { openTestDesk, type TestDesk } from '../desk.ts'
import { type Client, openTestServer, type Reply, type TestServer } from '../server.ts'

let desk: TestDesk
let server: TestServer
let admin: Client
/** Holds whatever it may give to a program. */
let issuer: Actor
beforeAll(async () => {
  desk = await openTestDesk({ idle: true })
  await desk.enable('abort-card-order')
  issuer = await desk.appoint(
    'issuer',
    ['administrator', 'operator'].map((role) => ({ role, scope: 'all', unit: null })),
  )
  server = await openTestServer(desk)
  admin = await server.signIn('issuer')
})
afterAll(async () => {
  await server.close()
  await desk.close()
})

let clients = 0
/** An API client that is an operator, with a token. */
async function aClient(given: Record<string, unknown> = {}): Promise<{ account: string; token: string; id: string }> {
  const name = `program-${++clients}`
  const created = await desk.perform('create-api-client', [], { name, displayName: `Program ${clients}` }, issuer)
  const account = created.end?.objects[0]?.objectId ?? ''
  await desk.perform('grant-role', [account], { role: 'operator', scope: 'all' }, issuer)
  await desk.perform('issue-api-token', [account], { label: 'Orders', expires: '2027-03-31', rate: 600, ...given }, issuer)
  const [{ id }] = (await admin.get(`/accounts/${account}/tokens`)).body.items
  const shown = await admin.post(`/accounts/${account}/tokens/${id}/show`)
  return { account, id, token: shown.body.token }
}

const ask = (token: string, method: string, path: string, body?: unknown): Promise<Reply> =>
  server.nobody.send(method, path, {
    headers: { authorization: `Bearer ${token}`, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })

it('a program aborts an order with its token, and the history names it', async () => {
  const { token, account } = await aClient()
  expect(token).toMatch(/^cardinal_[\w-]{43}$/)
  const card = await desk.queuedCard()
  expect((await ask(token, 'POST', '/commands/abort-card-order', { objects: [card], input: {} })).status).toBe(200)
  expect(await desk.stateOf(card)).toBe('aborted')
  const { items } = (await ask(token, 'GET', `/cards/${card}/history`)).body
  expect(items[0].actor).toEqual({ kind: 'client', name: `Program ${clients}` })
  const [listed] = (await admin.get(`/accounts/${account}/tokens`)).body.items
  expect([listed.isShown, listed.lastAddress, listed.revokedAt]).toEqual([true, '127.0.0.1', null])
})

it('a token is shown once, to whoever issued it, and is not in the database', async () => {
  const { account, id, token } = await aClient()
  expect((await admin.post(`/accounts/${account}/tokens/${id}/show`)).body.code).toBe('token_not_shown')
  const rows = await desk.world.db.query<{ text: string }>(
    `select t::text as text from api_token t union all select facts::text from journal`,
  )
  expect(rows.some(({ text }) => text.includes(token.slice(9)))).toBe(false)
  await desk.perform('issue-api-token', [account], { label: 'Other', expires: '2027-03-31', rate: 600 }, issuer)
  const [other] = (await admin.get(`/accounts/${account}/tokens`)).body.items
  expect(other.showableUntil).toBe('2026-11-25T08:15:00.000Z')
  const another = await server.as('admin')
  expect((await another.get(`/accounts/${account}/tokens`)).body.items[0].showableUntil).toBeNull()
  expect((await another.post(`/accounts/${account}/tokens/${other.id}/show`)).status).toBe(409)
  desk.clock.forward(16 * 60)
  expect((await admin.get(`/accounts/${account}/tokens`)).body.items[0].showableUntil).toBeNull()
  expect((await admin.post(`/accounts/${account}/tokens/${other.id}/show`)).status).toBe(409)
})

it('a token that names permissions gives no others', async () => {
  const { token } = await aClient({ only: 'read:card' })
  const card = await desk.queuedCard()
  const before = await fingerprint(desk)
  expect((await ask(token, 'GET', `/cards/${card}`)).status).toBe(200)
  expect((await ask(token, 'GET', '/users')).status).toBe(403)
  expect((await ask(token, 'POST', '/commands/abort-card-order', { objects: [card], input: {} })).status).toBe(403)
  expect(await fingerprint(desk)).toBe(before)
})

it('a token that is revoked, over, made up, or of a disabled account opens nothing', async () => {
  const [revoked, expired, disabled] = [await aClient(), await aClient({ expires: '2026-11-26' }), await aClient()]
  await desk.perform('revoke-api-tokens', [revoked.account], { label: 'Orders' }, issuer)
  await desk.perform('disable-account', [disabled.account], { reason: 'left' }, issuer)
  expect((await ask(expired.token, 'GET', '/me')).status).toBe(200)
  desk.clock.forward(2 * 86_400)
  admin = await server.signIn('issuer')
  for (const token of [revoked.token, expired.token, disabled.token, `cardinal_${'A'.repeat(43)}`, 'nonsense'])
    expect((await ask(token, 'GET', '/me')).status).toBe(401)
})

it('a token for other addresses is refused, and the attempt is in the journal', async () => {
  const { token } = await aClient({ addresses: '10.0.0.0/8, 2001:db8::/32' })
  const size = await journalSize(desk)
  expect((await ask(token, 'GET', '/me')).body.code).toBe('address_not_allowed')
  expect(await journalSize(desk)).toBe(size + 1)
  const here = await aClient({ addresses: '127.0.0.0/8' })
  expect((await ask(here.token, 'GET', '/me')).status).toBe(200)
})

it('asks as often a minute as its token says', async () => {
  const { token } = await aClient({ rate: 3 })
  const statuses = []
  for (let nth = 0; nth < 5; nth++) statuses.push((await ask(token, 'GET', '/me')).status)
  expect(statuses).toEqual([200, 200, 200, 429, 429])
  desk.clock.forward(60)
  expect((await ask(token, 'GET', '/me')).status).toBe(200)
})

it('nobody issues a token that may do more than they may', async () => {
  const { account } = await aClient()
  const size = await journalSize(desk)
  const outcome = await begin(desk.world, desk.admin, {
    useCase: 'issue-api-token',
    objects: [account],
    input: { label: 'More', expires: '2027-03-31', rate: 600 },
  })
  const refusal = outcome.kind === 'run' ? outcome.end?.objects[0]?.refusal : outcome.refusal
  expect(refusal?.code).toBe('beyond_own')
  expect(await journalSize(desk)).toBe(size + 1)
})

it('nobody becomes a program by a letter: it has no password to reset and no second factor, and a person gets no token', async () => {
  const { account } = await aClient()
  const before = await fingerprint(desk)
  for (const [useCase, input] of [
    ['reset-password', { delivery: 'letter' }],
    ['remove-second-factor', { identity: 'document' }],
  ] as const) {
    const { status, body } = await admin.post(`/commands/${useCase}`, { objects: [account], input })
    expect([status, body.code]).toEqual([409, 'not_a_person'])
  }
  expect(await fingerprint(desk)).toBe(before)
  expect(await desk.world.db.query('select 1 from code_delivery where account_id = $1', [account])).toEqual([])
  const { items } = (await admin.get(`/accounts/${desk.operator.id}/offers`)).body
  const offer = items.find(({ useCase }: { useCase: string }) => useCase === 'issue-api-token')
  expect(offer.refusal.code).toBe('not_a_client')
})

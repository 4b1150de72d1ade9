import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestDesk, type TestDesk } from '../desk.ts'
import { type Client, openTestServer, type TestServer } from '../server.ts'

/** The second person over the API: the same door, the same answers. */
let desk: TestDesk
let server: TestServer
let [admin, operator, approver] = [] as unknown as [Client, Client, Client]

beforeAll(async () => {
  desk = await openTestDesk()
  server = await openTestServer(desk)
  await desk.enable('abort-card-order')
  ;[admin, operator, approver] = [await server.as('admin'), await server.as('operator'), await server.as('approver')]
})
afterAll(async () => {
  await server.close()
  await desk.close()
})

const asked = async (): Promise<{ run: string; card: string }> => {
  const card = await desk.queuedCard()
  const { status, body } = await operator.post('/commands/abort-card-order', { objects: [card], input: {} })
  expect([status, body.run.state, body.approval.mine, body.approval.may, body.verdicts[0].may]).toEqual([
    202,
    'awaiting',
    true,
    false,
    true,
  ])
  return { run: body.run.id, card }
}

it('the rules are read and published with their version, and by nobody who may not', async () => {
  const first = await admin.get('/duties')
  expect([first.status, first.body.items]).toEqual([200, []])
  expect(first.body.useCases.find(({ useCase }: { useCase: string }) => useCase === 'abort-card-order')).toEqual({
    useCase: 'abort-card-order',
    label: 'Abort card order',
    template: 'Card',
    approvers: 1,
  })
  const tag = { 'if-match': first.headers.get('etag') ?? '' }
  const items = [{ useCase: 'abort-card-order', above: 0 }]
  expect((await admin.put('/duties', { items, why: 'Two pairs of eyes.' }, tag)).body.items).toEqual(items)
  expect((await admin.put('/duties', { items: [] }, tag)).status).toBe(412)
  const wrong = await admin.put('/duties', { items: [{ useCase: 'abort-card-order', above: -1 }] })
  expect([wrong.status, wrong.body.code, wrong.body.errors[0].pointer]).toEqual([422, 'invalid_duties', '/items/0/above'])
  expect([(await operator.get('/duties')).status, (await operator.put('/duties', { items: [] })).status]).toEqual([403, 403])
  expect((await admin.get('/versions')).body.items[0].sentence).toBe(
    'Test admin decided what needs a second person: Abort card order always.',
  )
})

it('a command that needs a second person is answered 202, and done when the approver agrees, once', async () => {
  const { run, card } = await asked()
  const { body } = await approver.get('/approvals')
  expect(body.items.map((item: { run: { id: string; actor: string } }) => [item.run.id, item.run.actor])).toEqual([[run, 'Test operator']])
  expect((await operator.get('/approvals')).body.items).toEqual([])
  expect([(await operator.post(`/runs/${run}/approve`)).status, await desk.stateOf(card)]).toEqual([403, 'processing'])
  expect((await approver.get(`/runs/${run}`)).body.approval).toMatchObject({ mine: false, may: true })
  expect((await (await server.as('helpdesk')).get(`/runs/${run}`)).status).toBe(403)

  const agreed = await approver.post(`/runs/${run}/approve`)
  expect([agreed.status, agreed.body.run.approvedBy, await desk.stateOf(card)]).toEqual([200, 'Test approver', 'aborted'])
  expect((await approver.post(`/runs/${run}/approve`)).body).toMatchObject({ status: 409, code: 'run_answered' })
})

it('it is declined with a reason, or withdrawn by whoever asked', async () => {
  const declined = await asked()
  expect((await approver.post(`/runs/${declined.run}/decline`, {})).status).toBe(400)
  expect((await approver.post(`/runs/${declined.run}/decline`, { reason: 'It is wanted.' })).body.run).toMatchObject({
    state: 'cancelled',
    closed: { by: 'Test approver', why: 'It is wanted.' },
  })
  expect((await operator.get(`/runs/${declined.run}`)).body.run.closed.why).toBe('It is wanted.')
  const withdrawn = await asked()
  expect((await operator.post(`/runs/${withdrawn.run}/cancel`)).body.run.state).toBe('cancelled')
  expect((await approver.post(`/runs/${withdrawn.run}/approve`)).status).toBe(409)
  expect([await desk.stateOf(declined.card), await desk.stateOf(withdrawn.card)]).toEqual(['processing', 'processing'])
})

it('several small commands with keys of their own are counted together', async () => {
  desk.clock.forward(25 * 3600)
  const [fresh, other] = [await server.signIn('admin'), await server.signIn('operator')]
  await fresh.put('/duties', { items: [{ useCase: 'abort-card-order', above: 1 }] })
  const abort = async (key: string): Promise<number> =>
    (await other.post('/commands/abort-card-order', { objects: [await desk.queuedCard()], input: {} }, { 'idempotency-key': key })).status
  expect([await abort('one'), await abort('two'), await abort('three')]).toEqual([200, 202, 202])
})

it('whoever asked is told with the roles they held and the address they asked from', async () => {
  const asked = await desk.world.db.query(
    "select distinct actor_roles as roles, actor_address as address from journal where kind = 'asked'",
  )
  expect(asked).toEqual([{ roles: ['operator'], address: '127.0.0.1' }])
})

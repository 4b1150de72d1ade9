import { afterAll, beforeAll, expect, it } from 'vitest'
import { bureauActor } from '../../src/identity/actor.ts'
import { begin } from '../../src/runtime/begin.ts'
import { openIncidents } from '../../src/runtime/incidents.ts'
import { recordMessage } from '../../src/runtime/record-message.ts'
import { openTestDesk, type TestDesk } from '../desk.ts'
import { type Body, type Client, openTestServer, type TestServer } from '../server.ts'

let desk: TestDesk
let server: TestServer
let admin: Client
let operator: Client
let helpdesk: Client
beforeAll(async () => {
  desk = await openTestDesk()
  server = await openTestServer(desk)
  admin = await server.as('admin')
  operator = await server.as('operator')
  helpdesk = await server.as('helpdesk')
})
afterAll(async () => {
  await server?.close()
  await desk?.close()
})

const bureau = { name: 'bureau', label: 'Bureau' }
const numbersOf = (recalls: Body): number[] => recalls.map((recall: { number: number }) => recall.number)

/** The bureau answers a recall. */
const answer = async (useCase: string, recall: string, said: string): Promise<void> => {
  const outcome = await begin(desk.world, bureauActor('Bureau'), { useCase, objects: [recall], told: { answers: { [recall]: said } } })
  expect(outcome.end?.objects.map(({ refusal }) => refusal)).toEqual([null])
}

it('the recall desk shows first what is due first, and what has come to an end below', async () => {
  const cards = [await desk.orderedCard(), await desk.orderedCard(), await desk.orderedCard()]
  for (const card of cards) {
    await desk.perform('recall-card-order', [card], { reason: 'Ordered by mistake' })
    desk.clock.forward(60)
  }
  const first = await operator.get('/recall-desk')
  expect([first.status, numbersOf(first.body.open), first.body.ended, first.body.next]).toEqual([200, [1, 2, 3], [], null])
  expect(first.body.open[0]).toMatchObject({
    bureau,
    reason: 'Ordered by mistake',
    askedBy: 'Test operator',
    card: { id: cards[0], title: expect.stringMatching(/^Card \d+ · First 1 Last 1$/), state: 'ordered', blockOnArrival: null },
    askedAt: '2026-11-25T08:00:00.000Z',
    deadline: '2026-11-26T08:00:00.000Z',
    answeredAt: null,
  })
  await desk.until(async () => (await operator.get('/recall-desk?state=sent')).body.open.length === 3, 'the bureau has been asked')
  const recalls = first.body.open.map((recall: { id: string }) => recall.id)
  await answer('record-recall-accepted', recalls[0], 'Stopped')
  await answer('record-recall-refused', recalls[1], 'Printed')
  await desk.perform('block-card-on-arrival', [cards[1] ?? ''], { reason: 'Not wanted' })
  const after = await operator.get('/recall-desk?limit=1')
  expect([numbersOf(after.body.open), numbersOf(after.body.ended), after.body.next]).toEqual([[3], [2], '2'])
  expect(after.body.ended[0]).toMatchObject({ state: 'refused', answer: 'Printed', card: { blockOnArrival: 'Not wanted' } })
  expect(after.body.counts).toEqual({ accepted: 1, refused: 1, sent: 1 })
  const more = await operator.get(`/recall-desk?limit=1&after=${after.body.next}`)
  expect([more.body.open, numbersOf(more.body.ended), more.body.next]).toEqual([[], [1], null])
  const refused = await operator.get('/recall-desk?state=refused')
  expect([refused.body.open, numbersOf(refused.body.ended)]).toEqual([[], [2]])
})

it('a state or a mark that is none is refused', async () => {
  expect((await operator.get('/recall-desk?state=lost')).body.code).toBe('no_such_state')
  expect((await operator.get('/recall-desk?after=x')).body.code).toBe('invalid_cursor')
  expect((await server.nobody.get('/recall-desk')).status).toBe(401)
})

it('incidents are tasks: mine first, then those that nobody has taken, then those of others', async () => {
  const card = await desk.queuedCard()
  const about = (kind: string, of: string | null = null) => ({
    kind,
    what: `${kind} happened.`,
    card: of,
    batch: null,
    message: desk.world.newId(),
  })
  const kinds = ['One', 'Two', 'Three', 'Four']
  await openIncidents(desk.world, bureau, [...kinds.slice(0, 3).map((kind) => about(kind)), about('Four', card)])
  const before = (await operator.get('/tasks')).body
  expect([before.incidentCount, before.incidents.map((each: { kind: string }) => each.kind).toSorted()]).toEqual([4, kinds.toSorted()])
  const idOf = (kind: string) => before.incidents.find((each: { kind: string }) => each.kind === kind).id
  await desk.perform('take-incident', [idOf('Four')], {})
  await desk.perform('take-incident', [idOf('One')], {}, desk.admin)
  await desk.perform('close-incident', [idOf('Two')], { note: 'Looked into.' })
  const mine = (await operator.get('/tasks')).body
  expect(mine.incidents.map((each: Body) => [each.kind, each.state, each.owner, each.mine])).toEqual([
    ['Four', 'taken', 'Test operator', true],
    ['Three', 'open', null, false],
    ['One', 'taken', 'Test admin', false],
  ])
  expect(mine.incidents[0]).toMatchObject({ bureau, card: { id: card, state: 'processing' } })
  expect(mine.incidentCount).toBe(3)
  expect((await helpdesk.get('/tasks')).body.incidents.map((each: Body) => each.mine)).toEqual([false, false, false])
})

it('what a bureau said names its cards where they are ours, and what it led to', async () => {
  const card = await desk.queuedCard()
  const message = desk.world.newId()
  const stranger = desk.world.newId()
  const at = desk.clock.now().toISOString()
  await recordMessage(
    desk.world,
    bureau,
    {
      format: 'cardinal-bureau',
      version: 1,
      kind: 'failed',
      message,
      at,
      lines: [
        { order: desk.world.newId(), card, code: 'other', text: 'No such order' },
        { order: desk.world.newId(), card: stranger, code: 'other', text: 'No such order' },
      ],
    },
    'answers/1.json',
  )
  const { status, body } = await admin.get('/production/messages')
  expect(status).toBe(200)
  const said = body.items.find((each: { message: string }) => each.message === message)
  const { number } = (await operator.get(`/cards/${card}`)).body.fields
  expect(said.unmatched.map((line: Body) => [line.card, line.label])).toEqual([
    [card, `Card ${number}`],
    [stranger, null],
  ])
  expect(said.incidents).toMatchObject([{ state: 'open' }])
  expect((await operator.get('/production/messages')).status).toBe(403)
})

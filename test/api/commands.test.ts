import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestDesk, type TestDesk } from '../desk.ts'
import { type Client, openTestServer, type TestServer } from '../server.ts'

let desk: TestDesk
let server: TestServer
let operator: Client
let admin: Client
beforeAll(async () => {
  desk = await openTestDesk()
  server = await openTestServer(desk)
  await desk.enable('order-card', 'abort-card-order', 'update-card-order')
  operator = await server.as('operator')
  admin = await server.as('admin')
})
afterAll(async () => {
  await server?.close()
  await desk?.close()
})

const nowhere = '00000000-0000-7000-8000-000000000000'
/** The codes of what the journal says was refused in a run, in the order it was. */
const refusedInRun = async (run: string) =>
  (
    await desk.world.db.query<{ code: string }>(
      `select facts->>'code' as code from journal where run_id = $1 and kind = 'refused' order by id`,
      [run],
    )
  ).map(({ code }) => code)
const ada = { firstName: 'Ada', lastName: 'Berg' }

it('there is one operation for each use case that a person may start, called by its symbolic name', async () => {
  const { body } = await server.nobody.get('/openapi.json')
  for (const { slug, symbol, offered } of desk.world.catalog.useCases)
    expect(body.paths[`/api/v1/commands/${slug}`]?.post.operationId).toBe(offered === 'to the system' ? undefined : symbol)
})

it('what is performed by the system is no command, not even for an administrator with the permission', async () => {
  const card = await desk.queuedCard()
  const people = async () => (await operator.get('/users/count')).body.count
  const before = await people()
  const rows = { [nowhere]: { firstName: 'x'.repeat(5000), lastName: 7 } }
  for (const [command, body] of [
    ['import-users', { objects: [] }],
    ['import-users', { objects: [nowhere], input: { rows } }],
    ['send-queued-orders', { objects: [card] }],
  ] as const) {
    const answer = await admin.post(`/commands/${command}`, body)
    expect([command, answer.status, answer.body.code]).toEqual([command, 404, 'no_such_use_case'])
  }
  expect([await people(), await desk.stateOf(card), await desk.orderOf(card)]).toEqual([before, 'processing', 'queued'])
})

it('a process without a form takes no answers', async () => {
  const card = await desk.orderedCard()
  const { status, body } = await operator.post('/commands/update-card-order', { objects: [card], input: { answers: {} } })
  expect([status, body.code]).toEqual([422, 'invalid_input'])
  expect(body.errors).toEqual([{ pointer: '/input/answers', detail: 'This form has no field "answers".' }])
  expect([await desk.stateOf(card), (await operator.get('/tasks')).body.items]).toEqual(['ordered', []])
})

it('with the answers given, a command runs to its end', async () => {
  const card = await desk.queuedCard()
  const { status, body } = await operator.post('/commands/abort-card-order', { objects: [card], input: {} })
  expect(status).toBe(200)
  expect(body.run).toMatchObject({
    useCase: 'abort-card-order',
    label: 'Abort card order',
    state: 'ended',
    actor: 'Test operator',
    total: 1,
    done: 1,
    refused: 0,
  })
  expect(body.results).toEqual([{ object: card, label: expect.stringMatching(/^Card \d+$/), outcome: 'done', state: 'aborted' }])
  expect(await desk.stateOf(card)).toBe('aborted')
  expect(await desk.orderOf(card)).toBe('withdrawn')
})

it('without them it stops at its form, and goes on when it is answered', async () => {
  const card = await desk.queuedCard()
  const begun = await operator.post('/commands/abort-card-order', { objects: [card] })
  expect(begun.status).toBe(202)
  expect(begun.body.run.state).toBe('asking')
  expect(begun.body.form).toMatchObject({
    name: 'confirm',
    title: 'Abort this card order?',
    next: 'Abort the order',
    schema: { type: 'object' },
  })
  expect(begun.body.verdicts).toEqual([{ object: card, label: expect.any(String), may: true }])
  expect(await desk.stateOf(card)).toBe('processing')

  const { id } = begun.body.run
  expect((await operator.get(`/runs/${id}`)).body).toEqual(begun.body)
  expect((await operator.get('/tasks')).body.items.map((run: { id: string }) => run.id)).toContain(id)
  const answered = await operator.post(`/runs/${id}/answer`, { input: {} })
  expect([answered.status, answered.body.run.state]).toEqual([200, 'ended'])
  expect(await desk.stateOf(card)).toBe('aborted')
  const again = await operator.post(`/runs/${id}/answer`, { input: {} })
  expect([again.status, again.body.code]).toEqual([409, 'run_not_asking'])
  expect((await operator.post(`/runs/${id}/cancel`)).body.code).toBe('run_not_asking')
  expect(await refusedInRun(id)).toEqual(['run_not_asking', 'run_not_asking'])
})

it('Cancel closes it, and nothing of it remains but the line in the journal', async () => {
  const card = await desk.queuedCard()
  const begun = await operator.post('/commands/abort-card-order', { objects: [card] })
  const closed = await operator.post(`/runs/${begun.body.run.id}/cancel`)
  expect([closed.status, closed.body.run.state]).toEqual([200, 'cancelled'])
  expect(await desk.stateOf(card)).toBe('processing')
  expect(await desk.orderOf(card)).toBe('queued')
  const { body } = await operator.get(`/cards/${card}/history`)
  expect(body.items[0]).toMatchObject({
    kind: 'cancelled',
    sentence: 'Test operator opened Abort card order and cancelled. Nothing was changed.',
  })
})

it('what is refused to every object is a conflict, and the results say why for each', async () => {
  const [one, two] = await desk.queuedCards(2)
  await desk.perform('abort-card-order', [one ?? '', two ?? ''])
  const { status, headers, body } = await operator.post('/commands/abort-card-order', { objects: [one, two], input: {} })
  expect(status).toBe(409)
  expect(headers.get('content-type')).toContain('application/problem+json')
  expect(body).toMatchObject({ status: 409, code: 'wrong_state' })
  expect(body.detail).toMatch(/^It was refused to each of the 2 objects; for instance: Card \d+ · /)
  expect(body.results.map((result: { object: string }) => result.object)).toEqual([one, two])
  for (const result of body.results)
    expect(result).toMatchObject({ outcome: 'refused', state: 'aborted', code: 'wrong_state', remedy: expect.any(String) })
})

it('what is refused to some is done to the others', async () => {
  const [gone, there] = await desk.queuedCards(2)
  await desk.perform('abort-card-order', [gone ?? ''])
  const { status, body } = await operator.post('/commands/abort-card-order', { objects: [gone, there], input: {} })
  expect(status).toBe(200)
  expect(body.run).toMatchObject({ total: 2, done: 1, refused: 1 })
  expect(body.results.map((result: { outcome: string }) => result.outcome)).toEqual(['refused', 'done'])
})

it('an order that the bureau has is told who has it, when the answer comes too late', async () => {
  const card = await desk.queuedCard()
  const begun = await operator.post('/commands/abort-card-order', { objects: [card] })
  await desk.perform('send-queued-orders', [card], {}, desk.admin)
  const { status, body } = await operator.post(`/runs/${begun.body.run.id}/answer`, { input: {} })
  expect(status).toBe(409)
  expect(body.detail).toContain('Nothing was changed.')
  expect(body.results).toHaveLength(1)
  expect(await desk.stateOf(card)).toBe('ordered')
})

it('whoever lacks the permission is refused with 403, and nothing is changed', async () => {
  const card = await desk.queuedCard()
  const helpdesk = await server.as('helpdesk')
  const { status, body } = await helpdesk.post('/commands/abort-card-order', { objects: [card], input: {} })
  expect([status, body.code]).toEqual([403, 'not_permitted'])
  expect(body.results).toMatchObject([{ object: card, outcome: 'refused', code: 'not_permitted' }])
  expect(await desk.stateOf(card)).toBe('processing')
})

it('a use case and an object that do not exist are not found', async () => {
  const unknown = await operator.post('/commands/burn-card', { objects: [] })
  expect([unknown.status, unknown.body.code]).toEqual([404, 'no_such_use_case'])
  const missing = await operator.post('/commands/abort-card-order', { objects: [nowhere], input: {} })
  expect([missing.status, missing.body.code]).toEqual([404, 'no_such_object'])
  for (const path of [`/runs/${nowhere}`, '/runs/nonsense'])
    expect([(await operator.get(path)).status, (await operator.get(path)).body.code]).toEqual([404, 'no_such_run'])
  expect((await operator.post('/runs/nonsense/answer', { input: {} })).body.code).toBe('no_such_run')
  expect((await operator.post('/runs/nonsense/cancel')).body.code).toBe('no_such_run')
})

it('answers that the form does not take are named field by field, and nothing is changed', async () => {
  const before = (await operator.get('/users/count')).body.count
  const { status, body } = await operator.post('/commands/create-user', {
    objects: [],
    input: { firstName: '', email: 'nonsense', shoe: 44 },
  })
  expect([status, body.code]).toEqual([422, 'invalid_input'])
  expect(body.errors.map((error: { pointer: string }) => error.pointer).sort()).toEqual([
    '/input/email',
    '/input/firstName',
    '/input/lastName',
    '/input/shoe',
  ])
  const begun = await operator.post('/commands/create-user', { objects: [] })
  const wrong = await operator.post(`/runs/${begun.body.run.id}/answer`, { input: { lastName: 'Berg' } })
  expect([wrong.status, wrong.body.errors]).toEqual([422, [{ pointer: '/input/firstName', detail: 'First name is missing.' }]])
  expect((await operator.get(`/runs/${begun.body.run.id}`)).body.run.state).toBe('asking')
  expect((await operator.get('/users/count')).body.count).toBe(before)
})

it('another user’s employee number is refused at its field', async () => {
  await desk.someUser({ employeeNumber: 'TAKEN' })
  const { status, body } = await operator.post('/commands/create-user', { objects: [], input: { ...ada, employeeNumber: 'TAKEN' } })
  expect([status, body.code]).toEqual([409, 'user_exists'])
  expect(body.errors).toEqual([{ pointer: '/input/employeeNumber', detail: 'Another user has this employee number.' }])
})

it('what creates a user takes no list of objects: it makes one, with an id of its own', async () => {
  const there = await desk.someUser()
  const people = async () => (await operator.get('/users/count')).body.count
  const before = await people()
  for (const objects of [[nowhere], [nowhere, there]]) {
    const { status, body } = await operator.post('/commands/create-user', { objects, input: ada })
    expect([status, body.code, body.remedy]).toEqual([422, 'creates_one', 'Leave the list of objects empty.'])
    expect(body.detail).toBe('Create user creates a new User; no User can be given to it. Nothing was changed.')
  }
  expect([await people(), (await operator.get(`/users/${nowhere}`)).status]).toEqual([before, 404])
})

it.each([
  ['not JSON', '{"objects": [', 400, 'malformed_json'],
  ['a list', '[]', 400, 'invalid_request'],
  ['objects that are not a list', '{"objects": "x"}', 400, 'invalid_request'],
  ['an id that is none', '{"objects": ["x"]}', 400, 'invalid_request'],
  ['the same object twice', `{"objects": ["${nowhere}", "${nowhere}"]}`, 400, 'invalid_request'],
  ['no objects', '{"objects": []}', 422, 'no_objects'],
  ['answers that are not an object', '{"objects": [], "input": 7}', 400, 'invalid_request'],
  ['a poisoned prototype', '{"objects": [], "__proto__": {"x": 1}}', 400, 'malformed_json'],
])('a body that is %s gets a sentence', async (_, text, status, code) => {
  const answer = await operator.send('POST', '/commands/abort-card-order', { body: text, headers: { 'content-type': 'application/json' } })
  expect([answer.status, answer.body.code]).toEqual([status, code])
  expect(answer.body.detail).toContain('Nothing was changed.')
})

it('a body that is too large, or of another kind, is not taken', async () => {
  const large = await operator.send('POST', '/commands/abort-card-order', {
    body: `{"objects": ["${'x'.repeat(8.1 * 1024 * 1024)}"]}`,
    headers: { 'content-type': 'application/json' },
  })
  expect([large.status, large.body.code]).toEqual([413, 'too_large'])
  const xml = await operator.send('POST', '/commands/abort-card-order', {
    body: '<objects/>',
    headers: { 'content-type': 'application/xml' },
  })
  expect([xml.status, xml.body.code]).toEqual([415, 'wrong_content_type'])
})

it('a card that is ordered while the queue is off is with the bureau when the answer comes', async () => {
  await desk.setOptions({ CardsAddonExtProdQueue: false })
  const user = await desk.someUser()
  const { status, body } = await operator.post('/commands/order-card', { objects: [user], input: {} })
  await desk.setOptions({ CardsAddonExtProdQueue: true })
  expect([status, body.run.state]).toEqual([200, 'ended'])
  const [result] = body.results
  expect(result).toMatchObject({ object: user, outcome: 'done', made: expect.any(String) })
  expect((await operator.get(`/cards/${result.made}`)).body).toMatchObject({ state: 'ordered', order: { status: 'sent' } })
})

it('an update of an order waits for the bureau’s answers and is done when it has them', async () => {
  const card = await desk.orderedCard()
  const { status, body } = await operator.post('/commands/update-card-order', { objects: [card] })
  expect([status, body.run.state, body.results[0].outcome]).toEqual([200, 'ended', 'done'])
})

it('a run belongs to whoever began it', async () => {
  const begun = await operator.post('/commands/create-user', { objects: [] })
  const approver = await server.as('approver')
  for (const answer of [
    await approver.get(`/runs/${begun.body.run.id}`),
    await approver.post(`/runs/${begun.body.run.id}/answer`, { input: ada }),
    await approver.post(`/runs/${begun.body.run.id}/cancel`),
  ])
    expect([answer.status, answer.body.code]).toEqual([403, 'not_your_run'])
  expect(await refusedInRun(begun.body.run.id)).toEqual(['not_your_run', 'not_your_run'])
})

it('a command takes effect from the moment it is attached, and no longer when it is not', async () => {
  const card = await desk.queuedCard()
  const place = '/templates/card/states/processing/commands'
  const attached = await admin.get(place)
  await admin.put(place, { items: [] })
  const refused = await operator.post('/commands/abort-card-order', { objects: [card], input: {} })
  expect([refused.status, refused.body.code]).toEqual([409, 'not_attached'])
  expect(refused.body.remedy).toBe('An administrator can enable it: Home > Cards > Card > Processing > Additional Commands.')
  await admin.put(place, attached.body)
  expect((await operator.post('/commands/abort-card-order', { objects: [card], input: {} })).status).toBe(200)
})

it('a selection is told how many may, and for the others why not', async () => {
  const [one, two, three] = await desk.queuedCards(3)
  await desk.perform('abort-card-order', [one ?? '', two ?? ''])
  const { status, body } = await operator.post('/offers', { objects: [one, two, three, nowhere] })
  expect(status).toBe(200)
  const offer = body.items.find((item: { useCase: string }) => item.useCase === 'abort-card-order')
  expect(offer).toMatchObject({ may: 1, total: 3 })
  expect(offer.refusals).toHaveLength(1)
  expect(offer.refusals[0]).toMatchObject({ count: 2, objects: [one, two], refusal: { code: 'wrong_state' } })
  expect(offer.refusals[0].refusal.sentence).toMatch(/^Each of these is Aborted/)
})

it('an edit made from an older version is refused, and may be made again over the newer one', async () => {
  const user = await desk.someUser({ title: 'Nurse' })
  const begun = await operator.post('/commands/edit-user', { objects: [user] })
  const { id } = begun.body.run
  const { version, values } = begun.body.form
  expect(version).toBe((await operator.get(`/users/${user}`)).body.version)
  await desk.perform('edit-user', [user], { ...values, title: 'Surgeon' })

  const late = await operator.post(`/runs/${id}/answer`, { input: { ...values, phone: '1234' } }, { 'if-match': `"${version}"` })
  expect([late.status, late.body.code]).toEqual([412, 'changed_meanwhile'])
  expect((await operator.get(`/users/${user}/history`)).body.items[0]).toMatchObject({ kind: 'refused', useCase: 'edit-user' })
  const stands = await operator.get(`/users/${user}`)
  expect(stands.body).toMatchObject({ version: version + 1, fields: { title: 'Surgeon', phone: null } })
  expect(late.body.detail).toContain('was changed by somebody else')

  const asked = await operator.get(`/runs/${id}`)
  expect(asked.body).toMatchObject({ run: { state: 'asking' }, form: { version: version + 1, values: { title: 'Surgeon' } } })
  const again = await operator.post(`/runs/${id}/answer`, { input: { ...values, phone: '1234' } }, { 'if-match': `"${version + 1}"` })
  expect(again.status).toBe(200)
  expect((await operator.get(`/users/${user}`)).body.fields).toMatchObject({ title: 'Nurse', phone: '1234' })
})

it('a command may name the version it was decided on; another is refused, changes nothing, and is in the history', async () => {
  const card = await desk.queuedCard()
  const { headers } = await operator.get(`/cards/${card}`)
  const tag = String(headers.get('etag'))
  const stale = await operator.post('/commands/abort-card-order', { objects: [card], input: {} }, { 'if-match': '"7"' })
  expect([stale.status, stale.body.code]).toEqual([412, 'changed_meanwhile'])
  expect([await desk.stateOf(card), await desk.orderOf(card)]).toEqual(['processing', 'queued'])
  expect((await operator.get(`/cards/${card}/history`)).body.items[0]).toMatchObject({ kind: 'refused', useCase: 'abort-card-order' })
  const several = await operator.post('/commands/abort-card-order', { objects: [card, nowhere], input: {} }, { 'if-match': tag })
  expect([several.status, several.body.code, await desk.stateOf(card)]).toEqual([422, 'one_version', 'processing'])
  expect((await operator.post('/commands/abort-card-order', { objects: [card], input: {} }, { 'if-match': tag })).status).toBe(200)
  expect(await desk.stateOf(card)).toBe('aborted')
})

it('an answer for several objects takes no version: it could be that of one of them only', async () => {
  const cards = await desk.queuedCards(2)
  const tag = String((await operator.get(`/cards/${cards[0]}`)).headers.get('etag'))
  const { id } = (await operator.post('/commands/abort-card-order', { objects: cards })).body.run
  const several = await operator.post(`/runs/${id}/answer`, { input: {} }, { 'if-match': tag })
  expect([several.status, several.body.code]).toEqual([422, 'one_version'])
  expect(several.body.remedy).toBe('Send the version with a single Card, or leave it out.')
  expect([await Promise.all(cards.map((card) => desk.stateOf(card))), await refusedInRun(id)]).toEqual([
    ['processing', 'processing'],
    ['one_version'],
  ])
  expect((await operator.post(`/runs/${id}/answer`, { input: {} })).body.run).toMatchObject({ state: 'ended', done: 2 })
})

it('what became of each object of a large run is told page by page and as a file, and the refused before others where not all are listed', async () => {
  const cards = await desk.queuedCards(1100)
  const late = cards.slice(-3)
  await desk.perform('abort-card-order', late, {})
  const { status, body } = await operator.post('/commands/abort-card-order', { objects: cards, input: {} })
  expect([status, body.run.state, body.run.total]).toEqual([202, 'walking', 1100])
  const run = `/runs/${body.run.id}`
  await desk.until(async () => (await operator.get(run)).body.run.state === 'ended')

  const ended = (await operator.get(run)).body
  expect(ended.run).toMatchObject({ done: 1097, refused: 3 })
  expect(ended.results).toHaveLength(1000)
  expect(
    ended.results.filter(({ outcome }: { outcome: string }) => outcome === 'refused').map(({ object }: { object: string }) => object),
  ).toEqual(late)

  const first = (await operator.get(`${run}/results?limit=700`)).body
  const second = (await operator.get(`${run}/results?limit=700&after=${first.next}`)).body
  expect([...first.items, ...second.items].map(({ object }: { object: string }) => object)).toEqual(cards)
  expect(second.next).toBeNull()
  const refused = (await operator.get(`${run}/results?outcome=refused`)).body
  expect(refused.items.map(({ object, code }: { object: string; code: string }) => [object, code])).toEqual(
    late.map((card) => [card, 'wrong_state']),
  )

  const file = await operator.get(`${run}/results.csv`)
  expect(file.headers.get('content-type')).toBe('text/csv; charset=utf-8')
  const lines = String(file.body).trimEnd().split('\n')
  expect(lines).toHaveLength(1101)
  expect(lines[0]).toBe('Object,Id,Outcome,State now,Reason,What helps')
  expect(lines.filter((line) => line.includes(',refused,'))).toHaveLength(3)
  expect((await (await server.as('helpdesk')).get(`${run}/results.csv`)).status).toBe(403)
})

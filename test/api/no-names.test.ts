import { readdir } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { errorLine } from '../../src/kit/log.ts'
import { collectAnswers } from '../../src/runtime/collect.ts'
import { ordersOf } from '../../src/store/order.ts'
import { writePhotos } from '../../src/store/person.ts'
import { bureauSays } from '../acceptance/bureau-answers.ts'
import { openTestDesk, type TestDesk } from '../desk.ts'
import { frame, jpeg } from '../photo-bytes.ts'
import { openTestServer, type TestServer } from '../server.ts'

/** A day at the desk, with people whose names are easy to find wherever they should not be. */
let desk: TestDesk
let server: TestServer
beforeAll(async () => {
  desk = await openTestDesk()
  await desk.enable('order-card', 'abort-card-order', 'hold-card-order', 'recall-card-order', 'erase-user')
  server = await openTestServer(desk)
})
afterAll(async () => {
  await server.close()
  await desk.close()
})

// None of them can come about by chance in an id or in what is sealed.
const traces = /quistberg|zoltána|Q-7700\d|45 7712|zq\d@|hospital/i

test('the names, e-mails and numbers of people are in no line of the log, no metric, and no name of a file', async () => {
  const [operator, admin] = [await server.as('operator'), await server.as('admin')]
  const person = (nth: number) => ({
    firstName: 'Zoltána',
    lastName: `Quistberg ${nth}`,
    employeeNumber: `Q-7700${nth}`,
    email: `zq${nth}@quistberg.example`,
    phone: '+45 7712 3000',
  })
  const users: string[] = []
  for (let nth = 1; nth <= 4; nth++) {
    const { status, body } = await operator.post('/commands/create-user', { objects: [], input: person(nth) })
    expect(status).toBe(200)
    users.push(body.results[0].object)
  }
  await writePhotos(
    desk.world.db,
    users.map((personId) => ({ personId, mediaType: 'image/jpeg', bytes: Uint8Array.from(jpeg(frame(300, 400))) })),
    desk.clock.now(),
  )
  // What goes wrong with names in it: one that is taken, a form with mistakes, a body that is none, a name that nobody has, a bad address.
  const answers = [
    await operator.post('/commands/create-user', { objects: [], input: person(1) }),
    await operator.post('/commands/create-user', { objects: [], input: { ...person(9), email: 'zq9@quistberg' } }),
    await operator.send('POST', '/commands/create-user', { body: '{"input":"Quistberg', headers: { 'content-type': 'application/json' } }),
    await operator.post('/users/search', { quistberg: 'Zoltána' }),
    await operator.get('/users?Quistberg=1'),
    await operator.get('/users/Quistberg'),
    await operator.get('/Quistberg?q=Quistberg'),
    await operator.post('/commands/lock-user', { objects: ['Quistberg'], input: { reason: 'left' } }),
    await server.nobody.post('/sign-in', { name: 'zq1@quistberg.example', password: 'Quistberg' }),
    await admin.send('POST', '/imports/users?dryRun=true', {
      body: 'First name;Last name;E-mail\nZoltána;Quistberg;zq1@quistberg\n;Quistberg;\n',
      headers: { 'content-type': 'text/csv' },
    }),
  ]
  expect(answers.map(({ status }) => status)).toEqual([409, 422, 400, 400, 400, 404, 404, 400, 401, 200])

  // Two ways to search, one answer; what is looked for is in the body of the one.
  const inBody = await operator.post('/users/search', { q: 'quistberg 2', limit: 5 })
  expect(inBody.body).toEqual((await operator.get('/users?q=quistberg%202&limit=5')).body)
  expect(inBody.body.items.map(({ id }: { id: string }) => id)).toEqual([users[1]])
  expect((await operator.post('/users/search/count', { q: 'Quistberg' })).body).toEqual({ count: 4, more: false })

  const ordered = await operator.post('/commands/order-card', { objects: users, input: {} })
  const cards: string[] = ordered.body.results.map(({ made }: { made: string }) => made)
  await operator.post('/commands/hold-card-order', { objects: [cards[0]], input: { reason: 'Zoltána Quistberg is in hospital' } })
  await operator.post('/commands/abort-card-order', { objects: [cards[0]], input: {} })
  for (const path of [
    `/users/${users[0]}/history`,
    `/users/${users[0]}/photo`,
    `/cards/${cards[0]}/face.svg`,
    `/cards/${cards[0]}/receipt`,
  ])
    expect([path, (await operator.get(path)).status]).toEqual([path, 200])
  await admin.post('/production/bureau/release')
  await desk.until(async () => (await desk.stateOf(cards[1] ?? '')) === 'ordered', 'the batch is handed over')
  const lines = [...(await ordersOf(desk.world.db, cards.slice(1))).values()].map(({ id, cardId }) => ({ order: id, card: cardId }))
  const [one, two, three] = lines
  if (!one || !two || !three) throw new Error('Three orders were handed over.')
  await bureauSays(desk.folder, { kind: 'produced', lines: [one] })
  await bureauSays(desk.folder, { kind: 'failed', lines: [{ ...two, code: 'photo', text: 'The photo of Zoltána Quistberg is too dark.' }] })
  await bureauSays(desk.folder, { kind: 'failed', lines: [{ order: one.card, card: one.card, code: 'Quistberg', text: 'Quistberg?' }] })
  await collectAnswers(desk.world, desk.bureau)
  await operator.post('/commands/recall-card-order', { objects: [three.card], input: { reason: 'Quistberg has left' } })
  await operator.post('/commands/lock-user', { objects: [users[0]], input: { reason: 'left' } })
  await admin.get(`/users/${users[0]}/access-report`)
  await admin.post('/commands/erase-user', { objects: [users[0]], input: { reason: 'asked' } })
  await desk.until(
    async () => (await desk.world.db.query(`select 1 from recall where sent_at is null`)).length === 0,
    'the bureau is asked',
  )

  expect(server.log.length).toBeGreaterThan(30)
  expect(server.log.filter((line) => traces.test(line))).toEqual([])
  const metrics = (await server.nobody.get('//metrics')).body
  expect(String(metrics)).toContain('cardinal')
  expect(
    String(metrics)
      .split('\n')
      .filter((line) => traces.test(line)),
  ).toEqual([])
  const names = await readdir(desk.folder, { recursive: true })
  expect(names.length).toBeGreaterThan(3)
  expect(names.filter((name) => traces.test(name))).toEqual([])
  expect(desk.errors.map((error) => JSON.stringify(errorLine(error))).filter((line) => traces.test(line))).toEqual([])
  const rows = await desk.world.db.query<{ text: string }>('select j::text as text from journal j')
  expect(rows.map(({ text }) => text).filter((text) => traces.test(text))).toEqual([])
})

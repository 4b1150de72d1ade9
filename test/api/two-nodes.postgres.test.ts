import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Database } from '../../src/store/database.ts'
import { openDatabase } from '../../src/store/open.ts'
import { freshPlace, type Place } from '../databases.ts'
import { openTestDesk, type TestDesk } from '../desk.ts'
import { listen } from '../listen.ts'
import { openTestServer, type TestServer } from '../server.ts'

let place: Place
let databases: Database[]
let desks: TestDesk[]
let servers: TestServer[]
beforeAll(async () => {
  place = await freshPlace()
  databases = [await openDatabase(place.settings), await openDatabase(place.settings)]
  desks = []
  for (const db of databases) desks.push(await openTestDesk({ db, idle: true }))
  servers = []
  for (const desk of desks) servers.push(await openTestServer(desk))
})
afterAll(async () => {
  for (const server of servers) await server.close()
  for (const desk of desks) await desk.close()
  for (const db of databases) await db.close()
  await place.remove()
})

it('what an administrator publishes on one node is in force on the other at once, and its pages are told', async () => {
  const [here, there] = [servers[0] as TestServer, servers[1] as TestServer]
  const card = await (desks[0] as TestDesk).queuedCard()
  const operator = await there.as('operator')
  expect((await operator.post('/commands/abort-card-order', { objects: [card] })).body.code).toBe('not_attached')
  const heard = await listen(there.address, operator.cookie)

  const admin = await here.as('admin')
  expect((await admin.put('/templates/card/states/processing/commands', { items: [{ useCase: 'abort-card-order' }] })).status).toBe(200)
  expect((await operator.post('/commands/abort-card-order', { objects: [card], input: {} })).status).toBe(200)
  await heard.until((events) => events.some((event) => event.type === 'definitions'))
  await heard.until((events) => events.some((event) => event.type === 'objects' && event.ids?.includes(card)))
  await heard.stop()
})

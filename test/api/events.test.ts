import { once } from 'node:events'
import { connect } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestDesk, type TestDesk } from '../desk.ts'
import { listen } from '../listen.ts'
import { openTestServer, type TestServer } from '../server.ts'

let desk: TestDesk
let server: TestServer
beforeAll(async () => {
  desk = await openTestDesk({ idle: true })
  server = await openTestServer(desk)
})
afterAll(async () => {
  await server?.close()
  await desk?.close()
})

it('whoever listens hears of a publication, and of what happens to objects', async () => {
  const operator = await server.as('operator')
  const heard = await listen(server.address, operator.cookie)
  await desk.enable('order-card')
  await heard.until((events) => events.some((event) => event.type === 'definitions'))
  const user = await desk.someUser()
  await heard.until((events) => events.some((event) => event.type === 'objects' && event.ids?.includes(user)))
  await heard.stop()
})

it('the line is cut when the server stops, so that nobody waits for it', async () => {
  const other = await openTestServer(desk)
  const operator = await other.signIn('operator')
  const heard = await listen(other.address, operator.cookie)
  await other.close()
  await heard.ended
})

it('a connection on which nothing was asked, as browsers open them in advance, does not keep the server from stopping', async () => {
  const other = await openTestServer(desk)
  const { hostname, port } = new URL(other.address)
  const connection = connect(Number(port), hostname)
  await once(connection, 'connect')
  const closed = once(connection, 'close')
  await other.nobody.get('/events')
  await Promise.all([other.close(), closed])
}, 10_000)

it('nobody hears anything who is not signed in', async () => {
  const { status, body } = await server.nobody.get('/events')
  expect([status, body.code]).toEqual([401, 'not_signed_in'])
})

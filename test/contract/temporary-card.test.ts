import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { catalog } from '../../src/catalog/catalog.ts'
import { root } from '../../src/kit/root.ts'
import { insertObjects } from '../../src/store/object.ts'
import { insertOrders } from '../../src/store/order.ts'
import { openTestDesk, type TestDesk } from '../desk.ts'
import { openTestServer, type TestServer } from '../server.ts'
import { abortTemporaryCardOrder, abortTemporaryCardOrderScenario } from './temporary-card/abort-temporary-card-order.ts'
import { temporaryCard } from './temporary-card/temporary-card.ts'

/**
 * A use case is a definition, a drawing and a scenario. *Abort temporary card order* is added here with these alone: there is no route, no
 * page, no permission, no migration and no document for it, and everything is there.
 */
let desk: TestDesk
let server: TestServer
beforeAll(async () => {
  desk = await openTestDesk({
    catalog: { ...catalog, templates: [...catalog.templates, temporaryCard], useCases: [...catalog.useCases, abortTemporaryCardOrder] },
    readDrawing: ({ drawing }) => {
      const folder = drawing === abortTemporaryCardOrder.drawing ? 'test/contract/temporary-card' : 'src/catalog/use-cases'
      return readFile(join(root, folder, drawing), 'utf8')
    },
  })
  server = await openTestServer(desk)
})
afterAll(async () => {
  await server.close()
  await desk.close()
})

test('it is a command, an operation, a permission and a page', async () => {
  const [admin, operator, helpdesk] = [await server.as('admin'), await server.as('operator'), await server.as('helpdesk')]
  const card = await queuedTemporaryCard()
  const command = { objects: [card], input: {} }

  expect((await operator.post('/commands/abort-temporary-card-order', command)).body).toMatchObject({ status: 409, code: 'not_attached' })
  const commands = '/templates/temporary-card/states/processing/commands'
  expect((await admin.put(commands, { items: [{ useCase: 'abort-temporary-card-order' }] })).status).toBe(200)
  const offered = (await operator.get(`/temporary-cards/${card}/offers`)).body.items
  expect(offered).toEqual([{ useCase: 'abort-temporary-card-order', label: 'Abort temporary card order', may: true, whileQueued: true }])

  expect((await helpdesk.post('/commands/abort-temporary-card-order', command)).status).toBe(403)
  expect((await operator.get(`/temporary-cards/${card}`)).body.state).toBe('processing')

  const [story] = abortTemporaryCardOrderScenario.stories
  const done = await operator.post('/commands/abort-temporary-card-order', command)
  expect([done.status, done.body.results[0].outcome]).toEqual([200, story?.ends])
  expect((await operator.get(`/temporary-cards/${card}`)).body.state).toBe(story?.becomes)
  expect((await operator.get(`/temporary-cards/${card}/history`)).body.items[0].sentence).toMatch(
    /^Test operator aborted the order of Temporary card \d+\.$/,
  )
  expect((await operator.post('/commands/abort-temporary-card-order', command)).body).toMatchObject({ status: 409, code: 'wrong_state' })

  const { body: document } = await operator.get('/openapi.json')
  expect(document.paths['/api/v1/commands/abort-temporary-card-order'].post.operationId).toBe('TempCardsAddonExtProdProcAbort')
  const { body: process } = await admin.get('/processes/abort-temporary-card-order')
  expect(process.page).toContain('Open **Home > Cards > Temporary card**')
})

/** The one thing that no use case does here yet: such a card, with its order in the queue. */
async function queuedTemporaryCard(): Promise<string> {
  const { db, newId, clock } = desk.world
  const id = newId()
  await db.transaction(async (tx) => {
    await insertObjects(tx, temporaryCard, [{ id, fields: {} }], clock.now())
    await insertOrders(tx, [{ id: newId(), cardId: id }], 'bureau', clock.now(), 'a test')
  })
  await db.query(`update card set state = 'processing' where id = $1`, [id])
  return id
}

import { afterAll, beforeAll, expect, it } from 'vitest'
import { fillRandom } from '../../src/kit/id.ts'
import { rotateSigningKey } from '../../src/production/signing-key.ts'
import { verifyReceipt } from '../../src/production/verify-receipt.ts'
import { openTestDesk, type TestDesk } from '../desk.ts'
import { openTestServer, type TestServer } from '../server.ts'

let desk: TestDesk
let server: TestServer
beforeAll(async () => {
  desk = await openTestDesk({ idle: true })
  await desk.enable('abort-card-order')
  server = await openTestServer(desk)
})
afterAll(async () => {
  await server.close()
  await desk.close()
})

const get = async (path: string) => (await server.as('operator')).get(path)

it('the receipt of an aborted card is a file that the published keys verify, also after the key was changed', async () => {
  const card = await desk.queuedCard()
  await desk.perform('abort-card-order', [card])
  const answer = await get(`/cards/${card}/receipt`)
  expect([answer.status, answer.headers.get('content-type'), answer.headers.get('content-disposition')]).toEqual([
    200,
    'application/json',
    `attachment; filename="receipt-${card}.json"`,
  ])
  const { db, clock, secrets } = desk.world
  await rotateSigningKey({ db, clock, secrets, fill: fillRandom }, 'Ada')
  const keys = (await server.nobody.get('/keys')).body.keys as { publicKey: string; algorithm: string; retiredAt: string | null }[]
  expect(keys.map(({ algorithm, retiredAt }) => [algorithm, retiredAt])).toEqual([
    ['Ed25519', null],
    ['Ed25519', desk.clock.now().toISOString()],
  ])
  const findings = verifyReceipt(
    answer.body,
    keys.map(({ publicKey }) => publicKey),
    [],
  )
  expect(findings.map(({ verdict }) => verdict)).toEqual(['right'])
})

it('the keys are open to everyone, and the receipt to nobody who is not signed in', async () => {
  const keys = await server.nobody.get('/keys')
  expect([keys.status, keys.headers.get('cache-control')]).toEqual([200, 'public, max-age=60'])
  expect(JSON.stringify(keys.body)).not.toContain('PRIVATE')
  const card = await desk.queuedCard()
  const nobody = await server.nobody.get(`/cards/${card}/receipt`)
  expect([nobody.status, nobody.body.code]).toEqual([401, 'not_signed_in'])
})

it('a card that is not aborted is refused a receipt, and one that is not there is not found', async () => {
  const card = await desk.queuedCard()
  const [queued, unknown] = [await get(`/cards/${card}/receipt`), await get('/cards/x/receipt')]
  expect([queued.status, queued.body.code, queued.body.detail]).toEqual([
    409,
    'card_not_aborted',
    'This card is Processing. Only an aborted card has a proof of non-production. Nothing was changed.',
  ])
  expect([unknown.status, unknown.body.code]).toEqual([404, 'no_such_object'])
})

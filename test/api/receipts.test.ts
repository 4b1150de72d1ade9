import Fastify from 'fastify'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Api, App } from '../../src/http/api.ts'
import { registerOpenApi } from '../../src/http/openapi.ts'
import { sendFailure } from '../../src/http/problem.ts'
import { registerReceipts } from '../../src/http/receipts.ts'
import { validatorOf } from '../../src/http/schema.ts'
import { serializerOf } from '../../src/http/serializer.ts'
import { registerSession, registerSignIn } from '../../src/http/session.ts'
import { cipherKeyOf } from '../../src/kit/cipher.ts'
import { fillRandom } from '../../src/kit/id.ts'
import { givenKeys, openSecrets } from '../../src/production/secrets.ts'
import { rotateSigningKey, type SigningKeySettings, signerOfInstallation } from '../../src/production/signing-key.ts'
import { verifyReceipt } from '../../src/production/verify-receipt.ts'
import { openTestDesk, type TestDesk, testPassword } from '../desk.ts'

let desk: TestDesk
let app: App
let signing: SigningKeySettings
let cookie: string
beforeAll(async () => {
  desk = await openTestDesk({ idle: true })
  await desk.enable('abort-card-order')
  const { db, clock } = desk.world
  const keys = givenKeys('the setting SECRET_KEY', cipherKeyOf(new Uint8Array(32).fill(1)))
  signing = { db, clock, fill: fillRandom, secrets: openSecrets({ db, keys, clock, fill: fillRandom }) }
  app = await serverOf({ world: desk.world } as Api)
  const signedIn = await app.inject({ method: 'POST', url: '/api/v1/sign-in', payload: { name: 'operator', password: testPassword } })
  cookie = String(signedIn.headers['set-cookie']).split(';')[0] ?? ''
})
afterAll(async () => {
  await app.close()
  await desk.close()
})

/** The routes of receipts with those of signing in, on a server of their own. */
async function serverOf(api: Api): Promise<App> {
  const server = Fastify({ genReqId: api.world.newId }) as unknown as App
  server.setValidatorCompiler(validatorOf)
  server.setSerializerCompiler(serializerOf)
  server.setErrorHandler(sendFailure)
  await registerOpenApi(server)
  await server.register(
    async (scope) => {
      const routes = scope as unknown as App
      await registerSession(routes, api)
      await registerSignIn(routes, api)
      registerReceipts(routes, api, () => signerOfInstallation(signing))
    },
    { prefix: '/api/v1' },
  )
  return server
}

const get = (path: string, headers: Record<string, string> = { cookie }) => app.inject({ url: `/api/v1${path}`, headers })

it('the receipt of an aborted card is a file that the published keys verify, also after the key was changed', async () => {
  const card = await desk.queuedCard()
  await desk.perform('abort-card-order', [card])
  const answer = await get(`/cards/${card}/receipt`)
  expect([answer.statusCode, answer.headers['content-type'], answer.headers['content-disposition']]).toEqual([
    200,
    'application/json',
    `attachment; filename="receipt-${card}.json"`,
  ])
  await rotateSigningKey(signing, 'Ada')
  const keys = (await get('/keys', {})).json().keys as { publicKey: string; algorithm: string; retiredAt: string | null }[]
  expect(keys.map(({ algorithm, retiredAt }) => [algorithm, retiredAt])).toEqual([
    ['Ed25519', null],
    ['Ed25519', desk.clock.now().toISOString()],
  ])
  const findings = verifyReceipt(
    answer.json(),
    keys.map(({ publicKey }) => publicKey),
    [],
  )
  expect(findings.map(({ verdict }) => verdict)).toEqual(['right'])
  expect(answer.json().signature.key).not.toBe((await get(`/cards/${card}/receipt`)).json().signature.key)
})

it('the keys are open to everyone, and the receipt to nobody who is not signed in', async () => {
  const keys = await get('/keys', {})
  expect([keys.statusCode, keys.headers['cache-control']]).toEqual([200, 'public, max-age=60'])
  expect(keys.body).not.toContain('PRIVATE')
  const card = await desk.queuedCard()
  const nobody = await get(`/cards/${card}/receipt`, {})
  expect([nobody.statusCode, nobody.json().code]).toEqual([401, 'not_signed_in'])
})

it('a card that is not aborted is refused a receipt, and one that is not there is not found', async () => {
  const card = await desk.queuedCard()
  const [queued, unknown] = [await get(`/cards/${card}/receipt`), await get('/cards/x/receipt')]
  expect([queued.statusCode, queued.json().code, queued.json().detail]).toEqual([
    409,
    'card_not_aborted',
    'This card is Processing. Only an aborted card has a proof of non-production. Nothing was changed.',
  ])
  expect([unknown.statusCode, unknown.json().code]).toEqual([404, 'no_such_object'])
})

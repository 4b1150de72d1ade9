import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  acknowledgementOf,
  type BoxAtWork,
  batchOf,
  boxAtWork,
  comes,
  orderOf,
  readAnswer,
  recallOf,
} from '../../../test/bureau-messages.ts'
import { sha256 } from '../../kit/hash.ts'
import type { FromBureau, ToBureau } from '../contract/message.ts'
import type { BoxSettings } from './box.ts'
import type { RestSettings } from './transport.ts'

const clock = { now: 0 }
const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
let folder = ''
let address = ''
let token = 'a token of the test'

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cardinal-box-rest-'))
  clock.now = Date.UTC(2026, 5, 1)
  token = 'a token of the test'
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('asked for its messages', () => {
  it('lists what was not acknowledged, the oldest first, also after it was started anew', async () => {
    let box = await opened()
    expect(await post(batchOf(1, 2))).toEqual({ status: 202, body: { messages: [] } })
    await comes(async () => (await listed()).length === 2, 'it is acknowledged')
    await box.close()

    box = await opened()
    const [acknowledged, cutOff] = await listed()
    expect([acknowledged?.kind, cutOff?.kind]).toEqual(['acknowledged', 'cut-off'])
    expect(await listed(1)).toEqual([acknowledged])
    expect((await post(acknowledgementOf(acknowledged?.message ?? '', 1))).status).toBe(202)
    expect(await listed()).toEqual([cutOff])
    expect((await post(acknowledgementOf(acknowledged?.message ?? '', 1))).status).toBe(200)
    clock.now += 30_000
    await comes(async () => (await listed()).length === 3, 'the cards are produced')
    expect((await listed()).map(({ kind }) => kind)).toEqual(['cut-off', 'in-production', 'produced'])
    await box.close()
  })

  it('lists a message that it gave twice until both are acknowledged', async () => {
    const box = await opened({ script: { acknowledgeTwice: true } })
    await post(batchOf(1, 1))
    await comes(async () => (await listed()).length === 3, 'it is acknowledged')
    const [first, second] = await listed()
    expect(second).toEqual(first)
    await post(acknowledgementOf(first?.message ?? '', 1))
    expect((await listed()).map(({ kind }) => kind)).toEqual(['acknowledged', 'cut-off'])
    await post(acknowledgementOf(first?.message ?? '', 2))
    expect((await listed()).map(({ kind }) => kind)).toEqual(['cut-off'])
    await box.close()
  })

  it('takes a message once, refuses another one under its id, and one that is none', async () => {
    const box = await opened()
    const batch = batchOf(1, 1)
    expect((await post(batch)).status).toBe(202)
    expect((await post(batch)).status).toBe(200)
    expect((await post({ ...recallOf(1, [0]), message: batch.message })).status).toBe(409)
    expect((await post({ ...batchOf(2, 1), hash: sha256('other') })).status).toBe(422)
    expect((await post(batchOf(3, 1), { 'idempotency-key': batch.message })).status).toBe(400)
    expect((await post(batchOf(3, 1), { 'cardinal-version': '2' })).status).toBe(400)
    await comes(async () => (await listed()).length === 2, 'it is acknowledged')
    await box.rounds(3)
    expect((await listed()).length).toBe(2)
    await box.close()
  })

  it('answers a recall', async () => {
    const box = await opened()
    await post(batchOf(1, 2))
    await post(recallOf(1, [1]))
    await comes(async () => (await listed()).length === 3, 'the recall is answered')
    expect((await listed())[2]).toMatchObject({ kind: 'recall-accepted', lines: [orderOf(1)] })
    await box.close()
  })

  it('hears that a message of its own was refused, and lists it no more', async () => {
    const box = await opened()
    await post(batchOf(1, 1))
    await comes(async () => (await listed()).length === 2, 'it is acknowledged')
    const [first] = await listed()
    const refusal = { method: 'POST', body: JSON.stringify({ reason: 'at is no moment.' }) }
    expect((await ask(`/messages/${first?.message}/refused`, refusal)).status).toBe(204)
    expect((await ask(`/messages/${first?.message}/refused`, refusal)).status).toBe(404)
    expect(await box.hears('Cardinal refuses message')).toContain(first?.message)
    expect((await listed()).length).toBe(1)
    await box.close()
  })
})

describe('given photos', () => {
  it('keeps those whose bytes have the hash in the address, and refuses an order whose photo did not come', async () => {
    const box = await opened()
    const [photo, other] = [sha256('a photo'), sha256('another')]
    expect((await ask(`/photos/${photo}`, { method: 'HEAD' })).status).toBe(404)
    expect((await ask(`/photos/${photo}`, { method: 'PUT', body: 'a phot' })).status).toBe(422)
    expect((await ask(`/photos/${photo}`, { method: 'HEAD' })).status).toBe(404)
    expect((await ask(`/photos/${photo}`, { method: 'PUT', body: 'a photo' })).status).toBe(201)
    expect((await ask(`/photos/${photo}`, { method: 'HEAD' })).status).toBe(200)
    await post(batchOf(1, 1, { line: { photo } }))
    await post(batchOf(2, 1, { first: 10, line: { photo: other } }))
    await comes(async () => (await listed()).length === 3, 'both are acknowledged')
    const refused = (await listed()).flatMap((message) => (message.kind === 'acknowledged' ? (message.refused ?? []) : []))
    expect(refused).toMatchObject([{ ...orderOf(10), code: 'photo-missing' }])
    await box.close()
  })
})

describe('its door', () => {
  it('opens to its token alone, which it makes at the first start and keeps for itself', async () => {
    let box = await opened({}, { token: undefined })
    token = box.said.find((line) => line.startsWith('Its token is '))?.slice('Its token is '.length) ?? ''
    expect(token).toMatch(/^[\w-]{32}$/)
    expect(statSync(join(folder, '.token')).mode & 0o777).toBe(0o600)
    expect((await ask('/health')).status).toBe(200)
    await box.close()
    box = await opened({}, { token: undefined })
    expect((await ask('/health')).status).toBe(200)
    token = 'another'
    for (const path of ['/health', '/messages', '/nowhere']) expect((await ask(path)).status).toBe(401)
    expect((await post(batchOf(1, 1))).status).toBe(401)
    await box.rounds(3)
    expect(box.said.filter((line) => line.includes('taken'))).toEqual([])
    await box.close()
  })

  it('says while it is down that it takes nothing, and takes the same message afterwards', async () => {
    const box = await opened({ secondsDown: 3600 })
    const answered = await ask('/messages', { method: 'POST', body: JSON.stringify(batchOf(1, 1)) })
    expect([answered.status, answered.headers.get('cardinal-taken')]).toEqual([503, 'no'])
    expect((await ask('/health')).status).toBe(503)
    clock.now += 3_600_000
    expect((await post(batchOf(1, 1))).status).toBe(202)
    await box.close()
  })

  it('is refused to a second bureau on the same port', async () => {
    const box = await opened()
    await expect(opened({}, { port: Number(new URL(address).port) })).rejects.toThrow('Another program listens on port')
    await box.close()
  })
})

describe('with a webhook', () => {
  it('sends its messages signed and in order, and again until they are taken', async () => {
    const hook = await webhook([503, 200])
    const box = await opened({}, { webhook: { url: hook.url, secret: SECRET } })
    await post(batchOf(1, 1))
    clock.now += 30_000
    await comes(() => hook.calls.length === 5, 'all is sent')
    await box.rounds(3)
    await box.close()
    await hook.close()
    expect(hook.calls.map(({ text }) => readAnswer(text).kind)).toEqual([
      'acknowledged',
      'acknowledged',
      'cut-off',
      'in-production',
      'produced',
    ])
    expect(hook.calls[1]?.text).toBe(hook.calls[0]?.text)
    for (const { headers, text } of hook.calls) {
      const [id, timestamp] = [headers['webhook-id'], headers['webhook-timestamp']]
      const signature = createHmac('sha256', Buffer.alloc(32, 7)).update(`${id}.${timestamp}.${text}`).digest('base64')
      expect(headers['webhook-signature']).toBe(`v1,${signature}`)
      expect([id, Math.abs(Number(timestamp) * 1000 - clock.now) <= 30_000]).toEqual([readAnswer(text).message, true])
    }
    expect(box.said.filter((line) => line.includes('cannot go on'))).toEqual([
      'The bureau in a box cannot go on for now, and tries again: The webhook answered with status 503.',
    ])
    expect(JSON.parse(readFileSync(join(folder, '.bureau-in-a-box.json'), 'utf8')).letters).toEqual([])
  })

  it('does not send again what is refused for good, and says so', async () => {
    const hook = await webhook([422, 200])
    const box = await opened({}, { webhook: { url: hook.url, secret: SECRET } })
    await post(batchOf(1, 1))
    await comes(() => hook.calls.length === 2, 'the next is sent')
    expect(await box.hears('Cardinal refuses')).toContain('acknowledged')
    await box.close()
    await hook.close()
    expect(hook.calls.map(({ text }) => readAnswer(text).kind)).toEqual(['acknowledged', 'cut-off'])
  })

  it('refuses a secret of another form', async () => {
    await expect(opened({}, { webhook: { url: 'http://127.0.0.1:1', secret: 'short' } })).rejects.toThrow('The webhook secret is not')
  })
})

async function opened(settings: Partial<BoxSettings> = {}, rest: RestSettings = {}): Promise<BoxAtWork> {
  const box = await boxAtWork(clock, { folder, transport: { kind: 'rest', token, ...rest }, ...settings })
  address = /http:\/\/[\d.:]+\d/.exec(await box.hears('listens on'))?.[0] ?? ''
  return box
}

const ask = (path: string, init: RequestInit = {}): Promise<Response> =>
  fetch(`${address}${path}`, { ...init, headers: { authorization: `Bearer ${token}`, ...init.headers } })

async function post(message: ToBureau, headers: Record<string, string> = { 'idempotency-key': message.message }) {
  const response = await ask('/messages', {
    method: 'POST',
    body: JSON.stringify(message),
    headers: { 'content-type': 'application/json', ...headers },
  })
  return { status: response.status, body: await response.json() }
}

async function listed(limit = 100): Promise<FromBureau[]> {
  const { messages } = (await (await ask(`/messages?limit=${limit}`)).json()) as { messages: object[] }
  return messages.map((message) => readAnswer(JSON.stringify(message)))
}

/** Cardinal's side of a webhook, which answers with these statuses, the last of them for ever. */
async function webhook(statuses: number[]) {
  const calls: { headers: IncomingHttpHeaders; text: string }[] = []
  const server: Server = createServer(async (request, response) => {
    let text = ''
    for await (const part of request) text += part
    calls.push({ headers: request.headers, text })
    response.writeHead(statuses[Math.min(calls.length, statuses.length) - 1] ?? 200).end()
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const close = async () => {
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  }
  return { calls, close, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/messages` }
}

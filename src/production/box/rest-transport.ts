/**
 * The bureau in a box behind an HTTP interface of its own. Answers are sent to a webhook where one was told, and wait to be asked for
 * otherwise; either way they are files in `answers/`, or letters in the memory, until they have arrived.
 */
import { createHash, timingSafeEqual } from 'node:crypto'
import { mkdir, readFile, rm } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { messageText } from '../contract/read-message.ts'
import { answerPost, messageIn } from './answer-post.ts'
import type { Outcome } from './hearing.ts'
import { bodyOf, listen, problem } from './http-answer.ts'
import { keptText, randomWord } from './kept-text.ts'
import { photoStore } from './photo-store.ts'
import type { Arrival, RestSettings, Surroundings, Transport } from './transport.ts'
import { keyIn, sendToWebhook } from './webhook.ts'

const LARGEST_MESSAGE = 64 * 1024 * 1024
const LARGEST_PHOTO = 20 * 1024 * 1024
const MOST_LISTED = 1000

export async function restTransport(settings: RestSettings, around: Surroundings): Promise<Transport> {
  const { folder, fillRandom, newId, say } = around
  const { webhook } = settings
  if (webhook) keyIn(webhook.secret)
  await mkdir(`${folder}/answers`, { recursive: true })
  const token = settings.token ?? (await keptText(folder, '.token', () => randomWord(fillRandom)))
  const post = answerPost(folder, '.json', newId)
  const photos = await photoStore(folder, around)
  const waiting: Arrival[] = []

  const routes: Route[] = [
    { method: 'GET', path: /^\/health$/, answer: async (_, response) => json(response, 200, { status: 'well' }) },
    {
      method: 'HEAD',
      path: /^\/photos\/([0-9a-f]{64})$/,
      answer: async (_, response, hash) => empty(response, (await photos.has(hash)) ? 200 : 404),
    },
    { method: 'PUT', path: /^\/photos\/([0-9a-f]{64})$/, answer: takePhoto },
    { method: 'GET', path: /^\/messages$/, answer: listMessages },
    { method: 'POST', path: /^\/messages$/, answer: takeMessage },
    { method: 'POST', path: /^\/messages\/([0-9a-f-]{36})\/refused$/, answer: takeRefusal },
  ]

  async function takePhoto(request: IncomingMessage, response: ServerResponse, hash: string): Promise<void> {
    const bytes = await bodyOf(request, LARGEST_PHOTO)
    if (!bytes) return problem(response, 413, `A photo may have ${LARGEST_PHOTO / 1024 / 1024} MB.`)
    const isKept = await photos.keep(hash, bytes)
    return isKept ? empty(response, 201) : problem(response, 422, 'These are not the bytes whose SHA-256 is in the address.')
  }

  async function takeMessage(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const text = await bodyOf(request, LARGEST_MESSAGE)
    if (!text) return problem(response, 413, `A message may have ${LARGEST_MESSAGE / 1024 / 1024} MB.`)
    const key = request.headers['idempotency-key']
    const named = idIn(text)
    if (key !== undefined && key !== named) return problem(response, 400, 'Idempotency-Key is not the id of the message.')
    const outcome = await new Promise<Outcome | 'failed'>((settle) => {
      waiting.push({
        source: `message ${named ?? 'without an id'}`,
        text,
        photo: photos.read,
        done: async (how) => settle(how),
        failed: async () => settle('failed'),
      })
      around.wake()
    })
    if (outcome === 'taken' || outcome === 'known') return json(response, outcome === 'taken' ? 202 : 200, { messages: [] })
    if (outcome === 'failed') return notNow(response, 'The message could not be brought to the disk.')
    if (outcome === 'another') return problem(response, 409, 'Another message with this id was taken before.')
    return problem(response, 422, outcome.why)
  }

  async function listMessages(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const limit = Number(new URL(request.url ?? '/', 'http://localhost').searchParams.get('limit') ?? 100)
    if (!Number.isInteger(limit) || limit < 1 || limit > MOST_LISTED)
      return problem(response, 400, `limit is a number from 1 to ${MOST_LISTED}.`)
    const names = (await post.names()).slice(0, limit)
    const messages = await Promise.all(names.map(async (name) => JSON.parse(await readFile(post.path(name), 'utf8'))))
    return json(response, 200, { messages })
  }

  async function takeRefusal(request: IncomingMessage, response: ServerResponse, message: string): Promise<void> {
    await bodyOf(request, LARGEST_MESSAGE)
    if (!(await forget(message))) return problem(response, 404, 'No such message waits.')
    say(`Cardinal refuses message ${message}; the reason is in what it sent, and on its own pages.`)
    return empty(response, 204)
  }

  /** The oldest copy: where one was given twice, each is acknowledged. */
  async function forget(message: string): Promise<boolean> {
    const name = (await post.names()).find((one) => messageIn(one) === message)
    if (name !== undefined) await rm(post.path(name), { force: true })
    return name !== undefined
  }

  const server = await listen(settings.host ?? '127.0.0.1', settings.port ?? 0, async (request, response) => {
    if (around.isDown()) return notNow(response, 'The bureau is down.')
    if (!isToken(request.headers.authorization, token)) {
      response.setHeader('www-authenticate', 'Bearer')
      return problem(response, 401, 'Send the token of the bureau: Authorization: Bearer …')
    }
    const version = request.headers['cardinal-version'] ?? '1'
    if (version !== '1') return problem(response, 400, 'This bureau speaks version 1 of the contract.')
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    for (const { method, path, answer } of routes) {
      const found = method === request.method ? path.exec(pathname) : null
      if (found) return answer(request, response, found[1] ?? '')
    }
    return problem(response, 404, 'There is nothing at this address.')
  })

  return {
    sentence: [
      `The bureau in a box listens on ${server.address}.`,
      settings.token === undefined ? `Its token is ${token}` : 'Its token is the one that was given.',
      webhook ? `Answers are sent to ${webhook.url}.` : 'Answers wait to be asked for.',
    ].join('\n'),
    async *take() {
      for (let next = waiting.shift(); next; next = waiting.shift()) yield next
    },
    async give(message, number) {
      if (!webhook) return post.write(number, message.message, messageText(message))
      const refused = await sendToWebhook(webhook, message.message, messageText(message), around.now())
      if (refused) say(`Cardinal refuses ${message.kind} ${message.message} with status ${refused}; it is not sent again.`)
    },
    acknowledged: async (message) => void (await forget(message)),
    async close() {
      for (const one of waiting) await one.failed()
      await server.close()
    },
  }
}

interface Route {
  readonly method: string
  readonly path: RegExp
  answer(request: IncomingMessage, response: ServerResponse, named: string): Promise<void>
}

/** Tells also that nothing of the request was taken, so that its sender need not be in doubt. */
function notNow(response: ServerResponse, detail: string): void {
  response.setHeader('cardinal-taken', 'no')
  response.setHeader('retry-after', '5')
  problem(response, 503, `${detail} Nothing was taken.`)
}

function json(response: ServerResponse, status: number, value: object): void {
  const body = JSON.stringify(value)
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }).end(body)
}

const empty = (response: ServerResponse, status: number): void => void response.writeHead(status, { 'content-length': 0 }).end()

/** Compared in the same time, whatever was sent. */
function isToken(header: string | undefined, token: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(header ?? ''), digest(`Bearer ${token}`))
}

function idIn(text: Uint8Array): string | undefined {
  try {
    const value = JSON.parse(Buffer.from(text).toString('utf8'))
    return typeof value?.message === 'string' && /^[0-9a-f-]{36}$/.test(value.message) ? value.message : undefined
  } catch {
    return undefined
  }
}

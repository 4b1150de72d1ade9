import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { type AddressInfo, createServer as createRawServer, type Server, type Socket } from 'node:net'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { type Certificate, certificateFor } from '../../../test/certificate.ts'
import { freePort } from '../../../test/free-port.ts'
import { systemClock } from '../../kit/clock.ts'
import { createIds } from '../../kit/id.ts'
import { type Bureau, type Delivery, NotDelivered, type SealedPhoto } from '../bureau.ts'
import type { OrderBatch, Recall } from '../contract/message.ts'
import { asListed } from './polled-messages.ts'
import { type RestBureau, restBureau } from './rest.ts'

const newId = createIds(systemClock)
const TOKEN = 'a-token-for-tests'
const [BATCH, ORDER, CARD, RECALL] = [newId(), newId(), newId(), newId()]
const START = new Date('2029-06-30T09:12:00Z')

const batch: OrderBatch = {
  format: 'cardinal-bureau',
  version: 1,
  kind: 'order-batch',
  message: BATCH,
  at: '2029-06-30T09:12:00Z',
  hash: '0'.repeat(64),
  signature: null,
  manifest: {
    version: 1,
    batch: BATCH,
    number: 12,
    bureau: 'bureau',
    orders: [{ order: ORDER, card: CARD, cardNumber: 1042, layout: 'plain', fields: { firstName: 'Ada' }, photo: null }],
  },
}
const recall: Recall = {
  format: 'cardinal-bureau',
  version: 1,
  kind: 'recall',
  message: RECALL,
  at: '2029-06-30T09:12:00Z',
  lines: [{ recall: newId(), order: ORDER, card: CARD }],
}
const says = (kind: 'in-production' | 'produced', message = newId()) => ({
  format: 'cardinal-bureau',
  version: 1,
  kind,
  message,
  at: '2029-06-30T09:12:01Z',
  lines: [{ order: ORDER, card: CARD }],
})

interface Asked {
  readonly method: string
  readonly url: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

const running: Server[] = []
const connected: Socket[] = []
let asked: Asked[] = []
let pauses: number[] = []
let now = START

afterEach(async () => {
  for (const socket of connected.splice(0)) socket.destroy()
  for (const server of running.splice(0)) {
    server.close()
    await once(server, 'close')
  }
  asked = []
  pauses = []
  now = START
})

/** A bureau's server that reads each request to its end, and answers as the test says. */
async function serve(answer: (request: Asked, response: ServerResponse, count: number) => void, tls?: Certificate): Promise<string> {
  const server = (tls ? (listener: Parameters<typeof createServer>[1] & object) => createTlsServer(tls, listener) : createServer)(
    async (request, response) => {
      const parts: Buffer[] = []
      for await (const part of request) parts.push(part)
      const one = { method: request.method ?? '', url: request.url ?? '', headers: request.headers, body: Buffer.concat(parts).toString() }
      asked.push(one)
      answer(one, response, asked.length)
    },
  )
  return `${tls ? 'https' : 'http'}://127.0.0.1:${await portOf(server)}`
}

/** A server below HTTP. */
const serveRaw = async (connected: Parameters<typeof createRawServer>[1] & object): Promise<string> =>
  `http://127.0.0.1:${await portOf(createRawServer(connected))}`

async function portOf(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1')
  running.push(server)
  server.on('connection', (socket) => connected.push(socket))
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

const bureauAt = (url: string, more: Partial<RestBureau> = {}): Bureau =>
  restBureau({
    name: 'bureau',
    label: 'Example Cards',
    connection: { kind: 'rest', url, answers: 'polling' },
    secret: async (name) => (name === 'token' ? TOKEN : undefined),
    clock: { now: () => now },
    newId,
    pause: async (ms) => {
      pauses.push(ms)
      now = new Date(now.getTime() + ms)
    },
    chance: (bytes) => bytes.fill(0xff),
    ...more,
  })

async function failure(work: Promise<unknown>): Promise<Error> {
  try {
    await work
  } catch (error) {
    if (error instanceof Error) return error
  }
  throw new Error('It did not fail.')
}

const json = (response: ServerResponse, status: number, value: unknown, type = 'application/json'): void => {
  response.writeHead(status, { 'content-type': type }).end(JSON.stringify(value))
}

describe('a batch is handed over', () => {
  it('with its id as the key, the version and the token, and the bureau’s answer is its answer', async () => {
    const answer = says('in-production')
    const bureau = bureauAt(`${await serve((_, response) => json(response, 202, { messages: [answer] }))}/cardinal/`)
    expect(await bureau.submit(batch, [])).toEqual({ answers: [answer] })
    expect(asked).toHaveLength(1)
    expect(asked[0]).toMatchObject({ method: 'POST', url: '/cardinal/messages' })
    expect(asked[0]?.headers).toMatchObject({
      authorization: `Bearer ${TOKEN}`,
      'idempotency-key': BATCH,
      'content-type': 'application/json',
      'cardinal-version': '1',
    })
    expect(JSON.parse(asked[0]?.body ?? '')).toEqual(batch)
    expect(pauses).toEqual([])
  })

  it.each([200, 202, 204])('and status %i without a body says that it is taken', async (status) => {
    const bureau = bureauAt(await serve((_, response) => response.writeHead(status).end()))
    expect(await bureau.submit(batch, [])).toEqual({ answers: [] })
    expect(await bureau.recall(recall)).toEqual({ answers: [] })
    expect(asked.map(({ headers }) => headers['idempotency-key'])).toEqual([BATCH, RECALL])
  })

  it('and again with the same key when the bureau was silent the first time', async () => {
    const url = await serve((_, response, count) => (count === 1 ? response.destroy() : response.writeHead(200).end()))
    expect(await bureauAt(url).submit(batch, [])).toEqual({ answers: [] })
    expect(asked.map(({ headers }) => headers['idempotency-key'])).toEqual([BATCH, BATCH])
    expect(asked[0]?.body).toBe(asked[1]?.body)
    expect(pauses).toEqual([500])
  })

  it('and a token that was entered meanwhile is used at once', async () => {
    let token = 'the-former'
    const bureau = bureauAt(await serve((_, response) => response.writeHead(200).end()), { secret: async () => token })
    await bureau.submit(batch, [])
    token = 'the-new'
    await bureau.submit(batch, [])
    expect(asked.map(({ headers }) => headers.authorization)).toEqual(['Bearer the-former', 'Bearer the-new'])
  })

  it('and what the bureau answered and cannot be read is kept for the next look, since the batch is taken all the same', async () => {
    const bad = { ...says('produced'), colour: 'red' }
    const good = says('in-production')
    const url = await serve((one, response) =>
      one.headers['idempotency-key'] === BATCH ? json(response, 200, { messages: [bad, good] }) : response.writeHead(204).end(),
    )
    const bureau = bureauAt(url, { connection: { kind: 'rest', url, answers: 'webhook' } })
    expect(await bureau.submit(batch, [])).toEqual({ answers: [good] })
    const [delivery] = await all(bureau)
    expect(delivery).toMatchObject({ source: `message ${bad.message}`, why: expect.stringContaining('contract') })
    await delivery?.done()
    expect(asked.at(-1)).toMatchObject({ method: 'POST', url: `/messages/${bad.message}/refused` })
    expect(await all(bureau)).toEqual([])
    expect(asked).toHaveLength(2)
  })
})

describe('photos', () => {
  const photo = (text: string): SealedPhoto => ({
    sha256: createHash('sha256').update(text).digest('hex'),
    mediaType: 'image/jpeg',
    bytes: Buffer.from(text),
  })

  it('go before the batch, each once, and only those that the bureau does not have', async () => {
    const [known, unknown] = [photo('known'), photo('unknown')]
    const url = await serve(({ method, url }, response) =>
      response.writeHead(method === 'HEAD' && !url.includes(known.sha256) ? 404 : 204).end(),
    )
    await bureauAt(url).submit(batch, [known, unknown, unknown])
    expect(asked.map(({ method, url, body }) => [method, url, method === 'PUT' ? body : ''])).toEqual([
      ['HEAD', `/photos/${known.sha256}`, ''],
      ['HEAD', `/photos/${unknown.sha256}`, ''],
      ['PUT', `/photos/${unknown.sha256}`, 'unknown'],
      ['POST', '/messages', ''],
    ])
    expect(asked[2]?.headers['content-type']).toBe('image/jpeg')
  })

  it('that the bureau refuses keep the batch here, whatever else went well', async () => {
    const photos = Array.from({ length: 30 }, (_, at) => photo(`photo ${at}`))
    const url = await serve(({ method, body }, response) =>
      method === 'HEAD'
        ? response.writeHead(404).end()
        : body === 'photo 17'
          ? json(response, 413, { title: 'Too large' })
          : response.writeHead(201).end(),
    )
    const error = await failure(bureauAt(url).submit(batch, photos))
    expect(error).toBeInstanceOf(NotDelivered)
    expect(error.message).toContain('Batch 12 was not handed over to Example Cards, since its photos could not be.')
    expect(error.message).toContain('“Too large”')
    expect(asked.filter(({ method }) => method === 'POST')).toEqual([])
  })

  it('share a few lines, and the batch goes over one of its own', async () => {
    const lines = new Set<unknown>()
    const url = await serve(({ method }, response) => {
      if (method !== 'POST') lines.add(response.socket)
      else expect(lines.has(response.socket)).toBe(false)
      response.writeHead(method === 'HEAD' ? 404 : 200, { 'content-length': 0 }).end()
    })
    await bureauAt(url).submit(
      batch,
      Array.from({ length: 40 }, (_, at) => photo(`photo ${at}`)),
    )
    expect(asked).toHaveLength(81)
    expect(lines.size).toBeLessThanOrEqual(4)
  })
})

describe('a batch is definitely not handed over', () => {
  it.each<[number, string]>([
    [400, 'The bureau refuses it (status 400): “No such layout”'],
    [413, 'The bureau refuses it (status 413)'],
    [415, 'The bureau refuses it (status 415)'],
    [422, 'The bureau refuses it (status 422)'],
    [401, 'does not accept the token (status 401). Nothing was taken; enter a token that it accepts.'],
    [403, 'does not accept the token (status 403)'],
    [404, 'has nothing at /messages (status 404). Nothing was taken; correct the address'],
    [405, 'has nothing at /messages (status 405)'],
    [301, 'points to another address (status 301), which is never followed'],
    [307, 'points to another address (status 307)'],
    [308, 'points to another address (status 308)'],
  ])('when the bureau answers with status %i, which is not repeated', async (status, sentence) => {
    const elsewhere = await serve((_, response) => response.writeHead(200).end())
    const url = await serve((_, response) => {
      response.setHeader('location', `${elsewhere}/messages`)
      json(response, status, { title: 'Bad', detail: 'No such layout' }, 'application/problem+json')
    })
    const error = await failure(bureauAt(url).submit(batch, []))
    expect(error).toBeInstanceOf(NotDelivered)
    expect(error.message).toContain('Batch 12 was not handed over to Example Cards. ')
    expect(error.message).toContain(sentence)
    expect(asked).toHaveLength(1)
    expect(pauses).toEqual([])
  })

  it.each([429, 425])('when the bureau takes nothing for now with status %i, three times', async (status) => {
    const error = await failure(bureauAt(await serve((_, response) => response.writeHead(status).end())).submit(batch, []))
    expect(error).toBeInstanceOf(NotDelivered)
    expect(error.message).toContain(`takes nothing for now (status ${status})`)
    expect(asked).toHaveLength(3)
    expect(pauses).toEqual([500, 1000])
  })

  it.each([503, 500, 502, 504, 408])('when it promises beside status %i that nothing was taken', async (status) => {
    const url = await serve((_, response) => response.writeHead(status, { 'cardinal-taken': 'no' }).end())
    const error = await failure(bureauAt(url).submit(batch, []))
    expect(error).toBeInstanceOf(NotDelivered)
    expect(asked).toHaveLength(3)
  })

  it('when nobody listens, and it is tried three times', async () => {
    const port = await freePort()
    const error = await failure(bureauAt(`http://127.0.0.1:${port}`).submit(batch, []))
    expect(error).toBeInstanceOf(NotDelivered)
    expect(error.message).toContain(`Nobody listens at 127.0.0.1:${port}. Nothing was sent`)
    expect(pauses).toEqual([500, 1000])
  })

  it('when there is no machine of that name', async () => {
    const error = await failure(bureauAt('https://bureau.invalid').submit(batch, []))
    expect(error).toBeInstanceOf(NotDelivered)
    expect(error.message).toMatch(/no machine called bureau\.invalid|name bureau\.invalid could not be looked up/)
  })

  it('when a machine takes the connection and then does not greet', async () => {
    const url = (await serveRaw(() => undefined)).replace('http:', 'https:')
    const error = await failure(bureauAt(url, { patience: { connectMs: 50 } }).submit(batch, []))
    expect(error).toBeInstanceOf(NotDelivered)
    expect(error.message).toContain('within 0.05 seconds. Nothing was sent')
    expect(pauses).toHaveLength(2)
  })

  it('when the connection breaks while the encryption is agreed on', async () => {
    const url = (await serveRaw((socket) => void socket.once('data', () => socket.destroy()))).replace('http:', 'https:')
    expect(await failure(bureauAt(url).submit(batch, []))).toBeInstanceOf(NotDelivered)
  })

  it.each<[string, string | undefined | Error, string]>([
    ['no token is entered', undefined, 'No token is entered for this bureau. Nothing was sent; enter'],
    ['the token would begin another header', 'token\r\nx: y', 'The token holds spaces, or characters that a header cannot hold'],
    ['the token cannot be read', new Error('wrong key'), 'The token of the bureau cannot be read. Nothing was sent'],
  ])('when %s', async (_, token, sentence) => {
    const secret = async () => {
      if (token instanceof Error) throw token
      return token
    }
    const error = await failure(bureauAt(await serve((_, response) => response.end()), { secret }).submit(batch, []))
    expect(error).toBeInstanceOf(NotDelivered)
    expect(error.message).toContain(sentence)
    expect(error.message).not.toContain('x: y')
    expect(asked).toEqual([])
  })

  it.each([
    ['http://bureau.example/cardinal', 'allowed for this machine only'],
    ['http://192.0.2.1', 'allowed for this machine only'],
    ['http://127.0.0.1.bureau.example', 'allowed for this machine only'],
    ['https://name:secret@bureau.example', 'holds a name or a password'],
    ['https://bureau.example/?tenant=1', 'holds a question mark'],
    ['https://bureau.example/#', 'holds a question mark or a number sign'],
    ['ftp://bureau.example', 'none that begins with https://'],
    ['https://', 'none that begins with https://'],
  ])('when the address is %s', async (url, sentence) => {
    const error = await failure(bureauAt(url).submit(batch, []))
    expect(error).toBeInstanceOf(NotDelivered)
    expect(error.message).toContain(sentence)
    expect(error.message).not.toContain('secret')
  })
})

describe('what a bureau says about a problem', () => {
  const refusedWith = async (problem: unknown, type?: string): Promise<string> => {
    const url = await serve((_, response) => json(response, 422, problem, type))
    return (await failure(bureauAt(url).submit(batch, []))).message
  }

  it('becomes one line without control characters, and without the token', async () => {
    const said = await refusedWith({ detail: `No\r\nlayout\u0000 \u202e“plain”\u2028 for ${TOKEN}` })
    expect(said).toContain('“No layout “plain” for …”')
    expect(said).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}]/u)
  })

  it('is cut at 300 characters, none of them in half', async () => {
    const said = /: “(.*)” /.exec(await refusedWith({ title: '😀'.repeat(2000) }))?.[1] ?? ''
    expect([...said]).toHaveLength(300)
    expect(said).toBe(`${'😀'.repeat(299)}…`)
  })

  it.each<[string, unknown, string | undefined]>([
    ['is a page for browsers', '<html>', 'text/html'],
    ['is no text', { detail: 17 }, undefined],
    ['is nothing', null, undefined],
  ])('is left out where it %s', async (_, problem, type) => {
    expect(await refusedWith(problem, type)).toContain('The bureau refuses it and does not say why (status 422).')
  })
})

describe('it is unclear whether a batch was handed over', () => {
  const unclear = async (url: string, more: Partial<RestBureau> = {}): Promise<string> => {
    const error = await failure(bureauAt(url, more).submit(batch, []))
    expect(error).not.toBeInstanceOf(NotDelivered)
    expect(error.message).toContain('It is unclear whether Example Cards has batch 12. ')
    expect(error.message).toContain('The same is given again until it is clear.')
    return error.message
  }

  it.each([500, 502, 503, 504, 408])('when the bureau answers with status %i, three times', async (status) => {
    expect(await unclear(await serve((_, response) => response.writeHead(status).end()))).toContain(`status ${status}`)
    expect(asked).toHaveLength(3)
    expect(new Set(asked.map(({ headers }) => headers['idempotency-key']))).toEqual(new Set([BATCH]))
    expect(pauses).toEqual([500, 1000])
  })

  it.each([409, 302, 303, 201, 418])('when the bureau answers with status %i, which is not repeated', async (status) => {
    expect(await unclear(await serve((_, response) => response.writeHead(status).end()))).toContain(`status ${status}`)
    expect(asked).toHaveLength(1)
  })

  it('when the bureau reads all of it and closes the connection without an answer', async () => {
    expect(await unclear(await serve((_, response) => response.destroy()))).toContain('The connection broke before the bureau had answered')
    expect(asked).toHaveLength(3)
  })

  it('when the connection breaks while the batch is being sent', async () => {
    let connections = 0
    const url = await serveRaw((socket) => {
      connections++
      socket.once('data', () => socket.resetAndDestroy()).on('error', () => undefined)
    })
    await unclear(url)
    expect(connections).toBe(3)
  })

  it('when the answer breaks off in the middle', async () => {
    const url = await serve((_, response) => {
      response.writeHead(200, { 'content-length': 100 }).write('{"mess')
      setImmediate(() => response.destroy())
    })
    expect(await unclear(url)).toContain('The connection broke')
  })

  it('when the bureau does not answer in time', async () => {
    expect(await unclear(await serve(() => undefined), { patience: { wholeMs: 100, attempts: 1 } })).toContain(
      'did not answer within 0.1 seconds',
    )
    expect(asked).toHaveLength(1)
  })

  it('when the answer trickles on for ever', async () => {
    const url = await serve((_, response) => {
      const more = setInterval(() => response.write(' '), 5)
      response.once('close', () => clearInterval(more))
    })
    await unclear(url, { patience: { wholeMs: 100, attempts: 1 } })
  })

  it.each<[string, string, string]>([
    ['is a page of something that stands between', '<html>', 'not JSON in UTF-8'],
    ['is of another interface', '{"ok":true}', 'no list of messages'],
  ])('when an answer with status 200 %s', async (_, body, sentence) => {
    expect(await unclear(await serve((_, response) => response.writeHead(200).end(body)))).toContain(sentence)
    expect(asked).toHaveLength(1)
  })

  it('when the answer is no HTTP', async () => {
    expect(await unclear(await serveRaw((socket) => void socket.once('data', () => socket.end('SSH-2.0-OpenSSH_9.2\r\n'))))).toContain(
      'not HTTP (HPE_',
    )
  })

  it('when the answer is larger than 20 MB, of which no more is read', async () => {
    const url = await serve((_, response) => {
      response.writeHead(200)
      const part = Buffer.alloc(1024 * 1024, ' ')
      const pour = (): void => {
        while (response.write(part));
        response.once('drain', pour)
      }
      pour()
    })
    expect(await unclear(url)).toContain('more than 20 MB')
    expect(asked).toHaveLength(1)
  })

  it('when it is refused, but an attempt before that was not answered', async () => {
    const url = await serve((_, response, count) => (count === 1 ? response.destroy() : json(response, 422, { title: 'No such layout' })))
    expect(await unclear(url)).toContain(
      '“No such layout” Nothing was taken; settle it with the bureau. An attempt before that got no clear answer.',
    )
    expect(asked).toHaveLength(2)
  })
})

describe('repeats', () => {
  it.each<[string, string, number[]]>([
    ['wait as the bureau asks', '4', [4000, 4000]],
    ['wait until the moment that the bureau names', 'Sat, 30 Jun 2029 09:12:07 GMT', [7000, 0]],
    ['do not come when the bureau asks for longer than ten seconds', '11', []],
    ['come as usual when what the bureau asks cannot be read', 'soon', [500, 1000]],
  ])('%s', async (_, header, expected) => {
    const url = await serve((_, response) => response.writeHead(429, { 'retry-after': header }).end())
    await failure(bureauAt(url).submit(batch, []))
    expect(pauses).toEqual(expected)
    expect(asked).toHaveLength(expected.length + 1)
  })

  it('are drawn by chance, and none comes after thirty seconds', async () => {
    const slow = await serve((_, response) => {
      now = new Date(now.getTime() + 29_800)
      response.writeHead(500).end()
    })
    await failure(bureauAt(slow, { chance: (bytes) => bytes.fill(0x40) }).submit(batch, []))
    expect(pauses).toEqual([125])
    expect(asked).toHaveLength(2)
  })
})

describe('a bureau that fails five times in a row', () => {
  it('is left alone for thirty seconds, then asked once, and used again when it answers', async () => {
    let well = false
    const bureau = bureauAt(await serve((_, response) => response.writeHead(well ? 200 : 500).end()))
    await failure(bureau.submit(batch, []))
    expect(await failure(bureau.submit(batch, []))).not.toBeInstanceOf(NotDelivered)
    expect(asked).toHaveLength(5)

    const until = new Date(now.getTime() + 30_000 - 1000).toISOString().slice(11, 16)
    const held = await failure(bureau.submit(batch, []))
    expect(held).toBeInstanceOf(NotDelivered)
    expect(held.message).toContain(`is left alone until ${until}`)
    expect(asked).toHaveLength(5)

    now = new Date(now.getTime() + 30_001)
    expect(await failure(bureau.submit(batch, []))).not.toBeInstanceOf(NotDelivered)
    expect(asked).toHaveLength(6)
    expect(await failure(bureau.submit(batch, []))).toBeInstanceOf(NotDelivered)
    expect(asked).toHaveLength(6)

    well = true
    now = new Date(now.getTime() + 30_001)
    expect(await bureau.submit(batch, [])).toEqual({ answers: [] })
    expect(await bureau.submit(batch, [])).toEqual({ answers: [] })
    expect(asked).toHaveLength(8)
  })

  it('is used again at once when Test connection finds it well', async () => {
    let well = false
    const bureau = bureauAt(await serve((_, response) => (well ? json(response, 200, { messages: [] }) : response.writeHead(500).end())))
    await failure(bureau.submit(batch, []))
    await failure(bureau.submit(batch, []))
    well = true
    expect(await failure(bureau.submit(batch, []))).toBeInstanceOf(NotDelivered)
    expect((await bureau.test()).every(({ ok }) => ok)).toBe(true)
    expect(await bureau.submit(batch, [])).toEqual({ answers: [] })
  })
})

describe('an encrypted connection', () => {
  const trusting = (url: string, certificate: Certificate): Bureau => bureauAt(url, { authorities: certificate.cert })
  const taken = (_: Asked, response: ServerResponse) => void response.writeHead(200).end()

  it('is used when the certificate is for the address and from an authority that is trusted', async () => {
    const certificate = certificateFor(['localhost', '127.0.0.1'])
    const url = await serve(taken, certificate)
    expect(await trusting(url, certificate).submit(batch, [])).toEqual({ answers: [] })
    expect(await trusting(url.replace('127.0.0.1', 'localhost'), certificate).recall(recall)).toEqual({ answers: [] })
    expect(asked).toHaveLength(2)
  })

  it.each<[string, Certificate, string]>([
    ['is for another name', certificateFor(['bureau.example']), 'is for another name'],
    ['has expired', certificateFor(['127.0.0.1'], new Date('2020-01-01'), new Date('2021-01-01')), 'has expired'],
    ['is not valid yet', certificateFor(['127.0.0.1'], new Date('2048-01-01')), 'is not valid yet'],
  ])('is not used when the certificate %s', async (_, certificate, sentence) => {
    const error = await failure(trusting(await serve(taken, certificate), certificate).submit(batch, []))
    expect(error).toBeInstanceOf(NotDelivered)
    expect(error.message).toContain(sentence)
    expect(asked).toEqual([])
    expect(pauses).toEqual([])
  })

  it('is not used when nobody vouches for the certificate, or when there is no encryption at all', async () => {
    const unknown = await failure(bureauAt(await serve(taken, certificateFor(['127.0.0.1']))).submit(batch, []))
    expect(unknown).toBeInstanceOf(NotDelivered)
    expect(unknown.message).toContain('is not from an authority that this machine trusts')
    const plain = await failure(bureauAt((await serve(taken)).replace('http:', 'https:')).submit(batch, []))
    expect(plain).toBeInstanceOf(NotDelivered)
    expect(plain.message).toContain('see whether it speaks https')
    expect(asked).toEqual([])
  })
})

it('no setting of the environment sends anything by another way, or to whom nobody vouches for', async () => {
  const url = await serve((_, response) => response.writeHead(200).end(), certificateFor(['127.0.0.1']))
  const proxy = await serve((_, response) => response.writeHead(200).end())
  for (const name of ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'http_proxy', 'https_proxy']) vi.stubEnv(name, proxy)
  vi.stubEnv('NODE_USE_ENV_PROXY', '1')
  vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0')
  try {
    expect(await failure(bureauAt(url).submit(batch, []))).toBeInstanceOf(NotDelivered)
    expect(asked).toEqual([])
  } finally {
    vi.unstubAllEnvs()
  }
})

/** A bureau that lists what was not acknowledged yet. */
function listing(messages: unknown[]): (request: Asked, response: ServerResponse) => void {
  return ({ method, url, body }, response) => {
    if (method === 'GET')
      return json(response, 200, { messages: messages.slice(0, Number(new URL(url, 'http://x').searchParams.get('limit'))) })
    const of = url === '/messages' ? JSON.parse(body).of : url.split('/')[2]
    const at = messages.findIndex((message) => asListed(message).id === of)
    if (at >= 0) messages.splice(at, 1)
    response.writeHead(at >= 0 ? 204 : 404).end()
  }
}

async function all(bureau: Bureau, each: (delivery: Delivery) => Promise<unknown> = async () => undefined): Promise<Delivery[]> {
  const found: Delivery[] = []
  for await (const delivery of bureau.collect()) {
    found.push(delivery)
    await each(delivery)
  }
  return found
}
const done = (delivery: Delivery) => delivery.done()
const gets = () => asked.filter(({ method }) => method === 'GET').length
const posts = () => asked.filter(({ method }) => method === 'POST')

describe('what a bureau has to say', () => {
  it('is read page by page in its order, and acknowledged each once', async () => {
    const messages = Array.from({ length: 250 }, () => says('produced'))
    const url = await serve(listing([...messages]))
    const found = await all(bureauAt(url), done)
    expect(found.map((delivery) => 'message' in delivery && delivery.message)).toEqual(messages)
    expect(found[0]?.source).toBe(`message ${messages[0]?.message}`)
    expect(gets()).toBe(4)
    expect(asked.find(({ method }) => method === 'GET')?.url).toBe('/messages?limit=100')
    const acknowledgements = posts().map(({ body }) => JSON.parse(body))
    expect(acknowledgements.map(({ of }) => of)).toEqual(messages.map(({ message }) => message))
    expect(new Set(acknowledgements.map(({ message }) => message)).size).toBe(250)
    expect(posts().map(({ headers }) => headers['idempotency-key'])).toEqual(acknowledgements.map(({ message }) => message))
    expect(Object.keys(acknowledgements[0]).sort()).toEqual(['at', 'format', 'kind', 'message', 'of', 'version'])
  })

  it('is given again when it was not recorded before a crash', async () => {
    const messages = [says('in-production'), says('produced')]
    const url = await serve(listing([...messages]))
    for await (const delivery of bureauAt(url).collect()) {
      expect(delivery.source).toContain(messages[0]?.message)
      break
    }
    expect(posts()).toEqual([])
    expect((await all(bureauAt(url), done)).map(({ source }) => source)).toEqual(messages.map(({ message }) => `message ${message}`))
    expect(await all(bureauAt(url))).toEqual([])
  })

  it('is given once in a look, also when nothing is recorded and the bureau lists it again and again', async () => {
    const messages = Array.from({ length: 150 }, () => says('produced'))
    const url = await serve(listing([...messages, messages[0]]))
    expect(await all(bureauAt(url))).toHaveLength(100)
    expect(gets()).toBe(2)
  })

  it('is acknowledged with the same id again when the acknowledgement was not heard', async () => {
    const messages = [says('produced')]
    const list = listing([...messages])
    let deaf = true
    const url = await serve((request, response) =>
      request.method === 'POST' && deaf ? response.writeHead(500).end() : list(request, response),
    )
    const [delivery] = await all(bureauAt(url))
    expect((await failure(delivery?.done() ?? Promise.resolve())).message).toContain(
      'Example Cards could not be told that its message was received.',
    )
    deaf = false
    await delivery?.done()
    expect(posts()).toHaveLength(4)
    expect(new Set(posts().map(({ headers }) => headers['idempotency-key'])).size).toBe(1)
  })

  it('and cannot be read is told with a reason that repeats nothing of it, refused at the bureau, and not given again', async () => {
    const bad = { ...says('produced'), holder: 'Ada Lovelace' }
    const nameless = { holder: 'Ada Lovelace' }
    const good = says('produced')
    const url = await serve(listing([bad, nameless, 'nonsense', good]))
    const bureau = bureauAt(url)
    const found = await all(bureau, done)
    expect(found.map((delivery) => ('why' in delivery ? 'refused' : delivery.message.message))).toEqual([
      'refused',
      'refused',
      'refused',
      good.message,
    ])
    expect(JSON.stringify(found)).not.toContain('Ada')
    expect(posts().map(({ url }) => url)).toEqual([`/messages/${bad.message}/refused`, '/messages'])
    expect(JSON.parse(posts()[0]?.body ?? '')).toEqual({ reason: found[0] && 'why' in found[0] && found[0].why })
    expect(await all(bureau)).toEqual([])
  })

  it('is told to be out of reach when a whole page of nonsense stands before it', async () => {
    const url = await serve(listing([...Array.from({ length: 100 }, (_, at) => ({ at })), says('produced')]))
    const error = await failure(all(bureauAt(url), done))
    expect(error.message).toContain('Example Cards lists 100 messages that were refused, and what comes behind them is not reached.')
    expect(posts()).toEqual([])
  })

  it('is refused where it is nested a million times', async () => {
    const deep = `${'['.repeat(1e6)}${']'.repeat(1e6)}`
    const url = await serve((_, response) => response.end(`{"messages":[${deep}]}`))
    const [delivery, ...others] = await all(bureauAt(url))
    expect(delivery).toMatchObject({ why: 'It is nested too deeply to be read.' })
    expect(others).toEqual([])
  })

  it.each<[string, (response: ServerResponse) => void, string]>([
    ['the page is no JSON', (response) => response.end('<html>'), 'not JSON in UTF-8'],
    ['the page has no list', (response) => response.end('[]'), 'no list of messages'],
    ['the page is larger than 20 MB', (response) => response.end(Buffer.alloc(20 * 1024 * 1024 + 1, ' ')), 'more than 20 MB'],
    ['the token is not accepted', (response) => response.writeHead(401).end(), 'does not accept the token'],
    ['there is nothing at the address', (response) => response.writeHead(404).end(), 'has nothing at /messages'],
    ['the bureau points elsewhere', (response) => response.writeHead(302, { location: '/else' }).end(), 'never followed'],
  ])('cannot be read when %s, and waits there', async (_, answer, sentence) => {
    const error = await failure(all(bureauAt(await serve((_, response) => answer(response)))))
    expect(error.message).toContain('The messages of Example Cards cannot be read. ')
    expect(error.message).toContain(sentence)
    expect(asked).toHaveLength(1)
  })

  it('is not asked for where the bureau sends it by itself', async () => {
    const url = await serve((_, response) => response.end())
    expect(await all(bureauAt(url, { connection: { kind: 'rest', url, answers: 'webhook' } }))).toEqual([])
    expect(asked).toEqual([])
  })
})

describe('Test connection', () => {
  const sentences = async (bureau: Bureau) => (await bureau.test()).map(({ ok, sentence }) => `${ok ? 'yes' : 'no'}: ${sentence}`)
  const healthy = (_: Asked, response: ServerResponse) => {
    response.setHeader('date', now.toUTCString())
    json(response, 200, { messages: [] })
  }

  it('says step by step what works, and changes nothing', async () => {
    const certificate = certificateFor(['127.0.0.1'])
    const url = await serve(healthy, certificate)
    expect(await sentences(bureauAt(url, { authorities: certificate.cert }))).toEqual([
      `yes: ${url} is an address that may be used.`,
      'yes: 127.0.0.1 is found in the network, at 127.0.0.1.',
      'yes: The connection is encrypted, and the certificate is valid for this name.',
      'yes: The bureau answers (status 200).',
      'yes: The bureau is well, and accepts the token.',
      'yes: Its messages can be read; none waits.',
    ])
    expect(asked.map(({ method, url }) => `${method} ${url}`)).toEqual(['GET /health', 'GET /messages?limit=1'])
  })

  it.each<[string, Record<string, string>, string]>([
    ['the secret is missing', {}, 'no: No webhook secret is entered'],
    ['the secret is no secret', { 'webhook-secret': 'whsec_short' }, 'no: The webhook secret is not whsec_'],
    [
      'the former secret is no secret',
      { 'webhook-secret': `whsec_${'A'.repeat(32)}`, 'webhook-secret-previous': 'old' },
      'no: The former webhook secret is not whsec_',
    ],
    ['all is well', { 'webhook-secret': `whsec_${'A'.repeat(32)}` }, 'yes: The webhook secret is entered, and has the right form.'],
  ])('looks at the secret of webhooks where the bureau sends by itself: %s', async (_, secrets, last) => {
    const url = await serve(healthy)
    const secret = async (name: string) => ({ token: TOKEN, ...secrets })[name]
    const said = await sentences(bureauAt(url, { secret, connection: { kind: 'rest', url, answers: 'webhook' } }))
    expect(said.at(-1)).toContain(last)
    expect(asked).toHaveLength(1)
  })

  it('tells how far the bureau’s clock is off, which keeps its webhooks from being accepted', async () => {
    const url = await serve((_, response) => {
      response.setHeader('date', new Date(now.getTime() - 61 * 60_000).toUTCString())
      json(response, 200, { messages: [] })
    })
    expect((await sentences(bureauAt(url))).at(-2)).toBe('yes: The bureau’s clock is 61 minutes behind ours. Nothing is decided by it.')
    const webhook = bureauAt(url, { connection: { kind: 'rest', url, answers: 'webhook' } })
    expect((await sentences(webhook)).at(-1)).toMatch(/^no: The bureau’s clock is 61 minutes behind ours\. What it signs is refused/)
  })

  it.each<[string, () => Promise<string>, number, string]>([
    ['the address may not be used', async () => 'http://bureau.example', 1, 'allowed for this machine only'],
    ['the name is not found', async () => 'https://bureau.invalid', 2, 'bureau.invalid is not found in the network'],
    ['nobody listens', async () => `http://127.0.0.1:${await freePort()}`, 3, 'Nobody listens at'],
    ['the token is not accepted', () => serve((_, response) => response.writeHead(401).end()), 5, 'does not accept the token'],
    ['the interface is elsewhere', () => serve((_, response) => response.writeHead(404).end()), 5, 'has nothing at /health'],
    ['the bureau is unwell', () => serve((_, response) => response.writeHead(503).end()), 5, 'status 503'],
    [
      'messages cannot be read',
      () =>
        serve(({ url }, response) =>
          response
            .setHeader('date', now.toUTCString())
            .writeHead(url === '/health' ? 204 : 403)
            .end(),
        ),
      6,
      'Its messages cannot be read.',
    ],
  ])('ends with the first step that does not work: %s', async (_, url, count, sentence) => {
    const said = await sentences(bureauAt(await url()))
    expect(said).toHaveLength(count)
    expect(said.at(-1)).toMatch(/^no: /)
    expect(said.at(-1)).toContain(sentence)
    expect(said.filter((one) => one.startsWith('no: '))).toHaveLength(1)
    expect(pauses).toEqual([])
  })
})

import { afterEach, expect, it, vi } from 'vitest'
import { address, file, get, keepCsrf, Problem, post, put, remove, whenSignedOut } from './api.ts'

afterEach(() => vi.unstubAllGlobals())

/** A server that answers in turn; an Error is a connection that breaks. */
function server(...answers: (Response | Error)[]) {
  const asked: { url: string; headers: Record<string, string>; body: unknown }[] = []
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    asked.push({ url, headers: init.headers as Record<string, string>, body: init.body })
    const answer = answers.shift()
    if (answer instanceof Response) return answer
    throw answer ?? new Error('nothing more was expected')
  })
  return asked
}

const json = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': status < 400 ? 'application/json' : 'application/problem+json', ...headers },
  })

it('An address leaves out what is empty', () => {
  expect(address('/cards', { state: 'processing', q: '', after: null, limit: 60 })).toBe('/api/v1/cards?state=processing&limit=60')
})

it('A command carries the token and an idempotency key, each its own', async () => {
  keepCsrf('token')
  const asked = server(json(200, {}), json(200, {}))
  await post('/commands/abort-card-order', { objects: ['a'] })
  await post('/commands/abort-card-order', { objects: ['a'] })
  expect(asked[0]?.headers['x-csrf-token']).toBe('token')
  expect(asked[0]?.headers['idempotency-key']).toMatch(/^[0-9a-f]{32}$/)
  expect(asked[0]?.headers['idempotency-key']).not.toBe(asked[1]?.headers['idempotency-key'])
})

it('A command lost on the way is sent once more under the same key', async () => {
  const asked = server(new TypeError('failed'), json(200, { run: 1 }))
  expect(await post('/commands/abort-card-order', { objects: ['a'] })).toEqual({ run: 1 })
  expect(asked).toHaveLength(2)
  expect(asked[0]?.headers['idempotency-key']).toBe(asked[1]?.headers['idempotency-key'])
})

it('A server that cannot be reached is a problem with a remedy', async () => {
  server(new TypeError('failed'), new TypeError('failed'))
  const problem = await get('/home').catch((error: unknown) => error)
  expect(problem).toBeInstanceOf(Problem)
  expect(problem).toMatchObject({ status: 0, code: 'unreachable' })
})

it('A refusal keeps its code, sentence, remedy and field errors', async () => {
  const errors = [{ pointer: '/input/validTo', detail: 'Valid to is not a date.' }]
  server(json(422, { code: 'invalid_input', detail: 'Some answers are wrong. Nothing was changed.', remedy: 'Correct them.', errors }))
  await expect(post('/runs/r/answer', {})).rejects.toMatchObject({
    status: 422,
    code: 'invalid_input',
    message: 'Some answers are wrong. Nothing was changed.',
    remedy: 'Correct them.',
    errors,
  })
})

it('A session that ended is told, save where one only asks who one is', async () => {
  const told = vi.fn()
  whenSignedOut(told)
  server(
    json(401, { code: 'not_signed_in', detail: 'Nobody is signed in.' }),
    json(401, { code: 'not_signed_in', detail: 'Nobody is signed in.' }),
  )
  await get('/me').catch(() => {})
  expect(told).toHaveBeenCalledTimes(0)
  await get('/home').catch(() => {})
  expect(told).toHaveBeenCalledTimes(1)
})

it('An edit names the version it was made from, and learns the new one', async () => {
  const asked = server(json(200, { items: [] }, { etag: '"b"' }))
  expect(await put('/templates/card/states/processing/commands', { items: [] }, '"a"')).toEqual({ body: { items: [] }, etag: '"b"' })
  expect(asked[0]?.headers['if-match']).toBe('"a"')
})

it('A file comes to the byte under the name that the server gives it; a refusal is a problem', async () => {
  const named = { 'content-type': 'application/json', 'content-disposition': 'attachment; filename="receipt-7.json"' }
  server(
    new Response('{ "a": 1 }\n', { headers: named }),
    json(409, { code: 'card_not_aborted', detail: 'This card is Active.', remedy: 'Abort it.' }),
  )
  const given = await file('/cards/7/receipt')
  expect([given.name, await given.text()]).toEqual(['receipt-7.json', '{ "a": 1 }\n'])
  await expect(file('/cards/7/receipt')).rejects.toMatchObject({ status: 409, message: 'This card is Active.' })
})

it('What is removed carries the token and no body', async () => {
  keepCsrf('token')
  const asked = server(json(200, { name: 'north' }))
  expect(await remove('/bureau-definitions/north/secrets/token')).toEqual({ name: 'north' })
  expect([asked[0]?.headers['x-csrf-token'], asked[0]?.headers['content-type'], asked[0]?.body]).toEqual(['token', undefined, undefined])
})

/** What HTTP allows, and this server does not take; and what every answer says of itself. */
import { once } from 'node:events'
import { connect } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestDesk, type TestDesk } from '../desk.ts'
import { type Client, openTestServer, type TestServer } from '../server.ts'

let desk: TestDesk
let server: TestServer
let operator: Client
beforeAll(async () => {
  desk = await openTestDesk({ idle: true })
  server = await openTestServer(desk)
  operator = await server.as('operator')
})
afterAll(async () => {
  await server?.close()
  await desk?.close()
})

it.each([
  ['headers without end', Array.from({ length: 400 }, (_, nth) => `X-${nth}: ${'x'.repeat(100)}`), '', 431],
  ['two lengths', ['Content-Length: 2', 'Content-Length: 3'], '{}', 400],
  ['a length beside chunks', ['Content-Length: 2', 'Transfer-Encoding: chunked'], '0\r\n\r\n', 400],
  ['chunks in a disguise', ['Transfer-Encoding: xchunked'], '0\r\n\r\n', 400],
  ['a header that is broken off', ['X-One : 1'], '', 400],
])('a request with %s is not taken, and its connection is closed', async (_, headers, body, status) => {
  const answer = await saidTo(['POST /api/v1/sign-in HTTP/1.1', 'Host: cardinal', 'Content-Type: application/json', ...headers, '', body])
  expect(answer.startsWith(`HTTP/1.1 ${status} `)).toBe(true)
  expect(answer).toMatch(/x-content-type-options: nosniff/i)
  expect(answer).toContain("frame-ancestors 'none'")
  expect(answer).toContain('Nothing was changed.')
  expect(answer.match(/HTTP\/1\.1/g)).toHaveLength(1)
})

it('TRACE gives nothing back of what was asked', async () => {
  const answer = await saidTo(['TRACE /api/v1/me HTTP/1.1', 'Host: cardinal', 'X-Secret: told', 'Connection: close', '', ''])
  expect(answer).toMatch(/^HTTP\/1\.1 404 /)
  expect(answer).not.toContain('told')
})

it('a parameter that is given twice, or has members, is refused and not guessed at', async () => {
  for (const query of ['limit=1&limit=2', 'q=a&q=b', 'q[a]=b', 'limit[]=1']) {
    const { status, headers } = await operator.get(`/users?${query}`)
    expect([query, status, headers.get('content-type')]).toEqual([query, 400, 'application/problem+json'])
  }
})

it('text says that it is UTF-8, and every answer keeps other sites from reading and framing it', async () => {
  const card = await desk.queuedCard()
  const within = ['me', `cards/${card}/face.svg`, 'nothing', 'openapi.json', `users/${'x'.repeat(3000)}`].map((path) => `/api/v1/${path}`)
  for (const path of [...within, '/api', '/metrics', '/%E0%A4%A']) {
    const { headers } = await fetch(server.address + path, { headers: { cookie: operator.cookie, origin: 'https://elsewhere.example' } })
    const type = headers.get('content-type') ?? ''
    expect([path, /^(text\/|.*\+xml)/.test(type) ? /charset=utf-8$/i.test(type) : type.includes('json')]).toEqual([path, true])
    expect([path, headers.get('access-control-allow-origin'), headers.get('x-content-type-options')]).toEqual([path, null, 'nosniff'])
    expect([path, headers.get('content-security-policy')]).toEqual([path, expect.stringContaining("frame-ancestors 'none'")])
  }
  const events = await fetch(`${server.address}/api/v1/events`, { headers: { cookie: operator.cookie } })
  expect([events.headers.get('content-type'), events.headers.get('access-control-allow-origin')]).toEqual([
    'text/event-stream; charset=utf-8',
    null,
  ])
  await events.body?.cancel()
})

/** Sends lines as they are, and answers what came back until the connection was closed. */
async function saidTo(lines: readonly string[]): Promise<string> {
  const { hostname, port } = new URL(server.address)
  const connection = connect(Number(port), hostname)
  let answer = ''
  connection.setEncoding('utf8').on('data', (part: string) => {
    answer += part
  })
  connection.write(lines.join('\r\n'))
  await once(connection, 'close')
  return answer
}

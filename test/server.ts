/**
 * A desk with its real HTTP server on a free port, and clients that ask it as programs do.
 *
 *     const server = await openTestServer(desk)
 *     const operator = await server.as('operator')
 *     const { status, body } = await operator.post('/commands/abort-card-order', { objects: [card], input: {} })
 *     await server.close()
 *
 * Every answer is checked against the OpenAPI document: an operation answers no status that it does not declare.
 */
import { pino } from 'pino'
import { expect } from 'vitest'
import type { App } from '../src/http/api.ts'
import { createMetrics } from '../src/http/metrics.ts'
import { createServer, type HttpSettings } from '../src/http/server.ts'
import { errorLine } from '../src/kit/log.ts'
import { openNews } from '../src/runtime/news.ts'
import { queueSize } from '../src/runtime/production.ts'
import { type TestDesk, testPassword } from './desk.ts'

export interface Reply {
  readonly status: number
  readonly headers: Headers
  /** The JSON, or the text where it is not JSON. What it holds is for the test to say, so it can be looked into without a type. */
  readonly body: Body
}

/** What an answer holds, as `JSON.parse` gives it: the test says with `expect` what it is. */
export type Body = ReturnType<typeof JSON.parse>

export interface Client {
  readonly csrf: string
  readonly cookie: string
  /** With what a program proves itself; empty for whoever has a session. */
  readonly bearer: string
  get(path: string, headers?: Record<string, string>): Promise<Reply>
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Reply>
  put(path: string, body: unknown, headers?: Record<string, string>): Promise<Reply>
  /** A request as it is given, with the cookie and the token of the session unless they are overridden. */
  send(method: string, path: string, init?: { body?: string | Uint8Array | undefined; headers?: Record<string, string> }): Promise<Reply>
}

export interface TestServer {
  /** `http://127.0.0.1:…` */
  readonly address: string
  readonly app: App
  /** Lines of the log so far. */
  readonly log: string[]
  /** Whoever has this account, signed in once and kept. */
  as(name: string): Promise<Client>
  /** A new session of this account. */
  signIn(name: string): Promise<Client>
  /** Whoever has a session already; without the token of it, or with another, whoever was led here by a stranger. */
  inSession(cookie: string, csrf: string): Client
  /** A program with this token. */
  withToken(token: string): Client
  /** Somebody who is not signed in. */
  readonly nobody: Client
  close(): Promise<void>
}

export async function openTestServer(
  desk: TestDesk,
  { web = '/nowhere', ...settings }: Partial<Omit<HttpSettings, 'log'>> = {},
): Promise<TestServer> {
  const log: string[] = []
  const stopping = new AbortController()
  const { world, bureaus } = desk
  const news = await openNews(world, (error) => desk.errors.push(error))
  const metrics = createMetrics(() => queueSize(world))
  const logger = pino({ base: null, serializers: { err: errorLine } }, { write: (line: string) => void log.push(line) })
  const app = await createServer({ world, bureaus, news, metrics, stopping: stopping.signal }, { log: logger, web, ...settings })
  const address = await app.listen({ port: 0, host: '127.0.0.1' })
  const declared = declaredStatuses(app)
  const clients = new Map<string, Promise<Client>>()
  const nobody = clientOf(address, declared, '', '')
  const signIn = async (name: string): Promise<Client> => {
    const { status, headers, body } = await nobody.post('/sign-in', { name, password: testPassword })
    if (status !== 200) throw new Error(`${name} could not sign in: ${JSON.stringify(body)}`)
    return clientOf(address, declared, (headers.get('set-cookie') ?? '').split(';')[0] ?? '', body.csrf)
  }
  return {
    address,
    app,
    log,
    nobody,
    inSession: (cookie, csrf) => clientOf(address, declared, cookie, csrf),
    withToken: (token) => clientOf(address, declared, '', '', `Bearer ${token}`),
    signIn,
    as(name) {
      const known = clients.get(name) ?? signIn(name)
      clients.set(name, known)
      return known
    },
    async close() {
      stopping.abort()
      await app.close()
      await news.close()
    },
  }
}

type Declared = (method: string, path: string) => readonly string[] | undefined

function clientOf(address: string, declared: Declared, cookie: string, csrf: string, bearer = ''): Client {
  const send: Client['send'] = async (method, path, { body, headers = {} } = {}) => {
    const url = path.startsWith('/api') || path.startsWith('//') ? path.replace('//', '/') : `/api/v1${path}`
    const response = await fetch(`${address}${url}`, {
      method,
      redirect: 'manual',
      headers: { ...(cookie && { cookie }), ...(csrf && { 'x-csrf-token': csrf }), ...(bearer && { authorization: bearer }), ...headers },
      ...(body !== undefined && { body: body as string }),
    })
    const text = await response.text()
    const statuses = declared(method, url.split('?')[0] ?? '')
    if (statuses) expect(statuses, `${method} ${url} answered a status it does not declare: ${text}`).toContain(String(response.status))
    const type = response.headers.get('content-type') ?? ''
    return { status: response.status, headers: response.headers, body: type.includes('json') && text ? JSON.parse(text) : text }
  }
  const json = (body: unknown, headers: Record<string, string>) =>
    body === undefined ? { headers } : { body: JSON.stringify(body), headers: { 'content-type': 'application/json', ...headers } }
  return {
    csrf,
    cookie,
    bearer,
    send,
    get: (path, headers = {}) => send('GET', path, { headers }),
    post: (path, body, headers = {}) => send('POST', path, json(body, headers)),
    put: (path, body, headers = {}) => send('PUT', path, json(body, headers)),
  }
}

/** Which statuses the document declares for the operation at an address; undefined where it has none there. */
function declaredStatuses(app: App): Declared {
  const document = app.swagger() as { paths?: Record<string, Record<string, { responses?: Record<string, unknown> }>> }
  const operations = Object.entries(document.paths ?? {}).map(([path, methods]) => ({
    pattern: new RegExp(`^${path.replaceAll(/\{[^}]+\}/g, '[^/]+')}$`),
    path,
    methods,
  }))
  return (method, url) => {
    const found = operations.filter(({ pattern }) => pattern.test(url)).sort((a, b) => a.path.split('{').length - b.path.split('{').length)
    const responses = found.map(({ methods }) => methods[method.toLowerCase()]?.responses).find((each) => each !== undefined)
    return responses && Object.keys(responses)
  }
}

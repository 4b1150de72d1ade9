/**
 * A client that costs as little as it can, because it shares the cores with what it measures: one connection, one request at a time, HTTP
 * written and read by hand. pgbench, to which it is compared, is no less frugal.
 */
import { connect } from 'node:net'

export interface Client {
  get(path: string): Promise<Answer>
  post(path: string, body: unknown): Promise<Answer>
  close(): void
}

export interface Answer {
  readonly status: number
  readonly body: string
}

/** Signs in and keeps the connection and the session. */
export async function signedIn(port: number, name: string, password: string): Promise<Client> {
  const line = openLine(port)
  const { head, body } = await line(request('POST', '/api/v1/sign-in', port, '', JSON.stringify({ name, password })))
  const cookie = /^set-cookie: ([^;\r]+)/im.exec(head)?.[1]
  if (!cookie) throw new Error(`The sign-in failed: ${body}`)
  const session = `Cookie: ${cookie}\r\nX-CSRF-Token: ${(JSON.parse(body) as { csrf: string }).csrf}\r\n`
  return {
    get: (path) => line(request('GET', `/api/v1${path}`, port, session)),
    post: (path, given) => line(request('POST', `/api/v1${path}`, port, session, JSON.stringify(given))),
    close: () => void line('').catch(() => {}),
  }
}

const request = (method: string, path: string, port: number, session: string, body?: string): string =>
  `${method} ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n${session}${
    body === undefined ? '' : `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n`
  }\r\n${body ?? ''}`

type Line = (text: string) => Promise<Answer & { head: string }>

/** Sends one request and waits for its answer; an empty text ends the line. */
function openLine(port: number): Line {
  const socket = connect(port, '127.0.0.1').setNoDelay(true)
  let received = Buffer.alloc(0)
  let waiting: { resolve(answer: Answer & { head: string }): void; reject(error: Error): void } | undefined
  socket.on('error', (error) => waiting?.reject(error))
  socket.on('close', () => waiting?.reject(new Error('The server closed the connection.')))
  socket.on('data', (bytes) => {
    received = received.length === 0 ? bytes : Buffer.concat([received, bytes])
    const end = received.indexOf('\r\n\r\n')
    if (end < 0) return
    const head = received.toString('latin1', 0, end)
    const length = Number(/^content-length: (\d+)/im.exec(head)?.[1] ?? 0)
    if (received.length < end + 4 + length) return
    const body = received.toString('utf8', end + 4, end + 4 + length)
    received = Buffer.alloc(0)
    const asked = waiting
    waiting = undefined
    asked?.resolve({ status: Number(head.slice(9, 12)), head, body })
  })
  return (text) =>
    new Promise((resolve, reject) => {
      waiting = { resolve, reject }
      if (text === '') socket.end()
      else socket.write(text)
    })
}

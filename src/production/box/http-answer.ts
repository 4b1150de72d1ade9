/** What both HTTP servers of the bureau in a box have in common: reading what was sent, answering, listening and stopping. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Listens on this machine alone unless another host is told. The work of a request may throw; it is then answered with 500. */
export async function listen(
  host: string,
  port: number,
  work: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
): Promise<{ address: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    work(request, response).catch(() => {
      if (!response.headersSent) problem(response, 500, 'The bureau in a box failed at this, and has taken nothing of it.')
      else response.destroy()
    })
  })
  await new Promise<void>((done, fail) => server.once('error', (error) => fail(cannotListen(error, port))).listen(port, host, done))
  const bound = server.address() as AddressInfo
  return { address: `http://${bound.family === 'IPv6' ? `[${bound.address}]` : bound.address}:${bound.port}`, close: () => closed(server) }
}

/** What was sent, up to so many bytes; undefined where it is more. */
export async function bodyOf(request: IncomingMessage, most: number): Promise<Uint8Array | undefined> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length
    if (size <= most) parts.push(part)
  }
  return size > most ? undefined : Buffer.concat(parts)
}

/** A problem as RFC 9457 has it. */
export function problem(response: ServerResponse, status: number, detail: string): void {
  const body = JSON.stringify({ title: TITLES[status] ?? 'Not done', status, detail })
  response.writeHead(status, { 'content-type': 'application/problem+json', 'content-length': Buffer.byteLength(body) }).end(body)
}

const TITLES: Readonly<Record<number, string>> = { 401: 'Not signed in', 404: 'Not found', 409: 'Conflict', 413: 'Too large', 503: 'Down' }

/** An error with the sentence for whoever started the bureau. */
export function cannotListen(error: Error, port: number): Error {
  const isTaken = 'code' in error && error.code === 'EADDRINUSE'
  return new Error(isTaken ? `Another program listens on port ${port} already. Give another one.` : error.message, { cause: error })
}

function closed(server: Server): Promise<void> {
  return new Promise((done) => {
    server.close(() => done())
    server.closeAllConnections()
  })
}

/** What came and is no HTTP, too long or too slow never becomes a request, so it is answered on the line itself, and the line is cut. */
import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import { refuse } from '../engine/refusal.ts'
import { problemOf } from './problem.ts'

/**
 * What the server does with such. The log is not told, since anybody who can connect could fill it.
 * @param careful the headers that every answer has
 */
export function whatIsNoHttp(careful: Readonly<Record<string, string>>): (error: Error & { code?: string }, socket: Socket) => void {
  return (error, socket) => {
    if (error.code === 'ECONNRESET' || socket.destroyed) return
    if (socket.writable) socket.write(answerOf(WHY[error.code ?? ''] ?? 400, careful))
    socket.destroy(error)
  }
}

function answerOf(status: number, careful: Readonly<Record<string, string>>): string {
  const body = JSON.stringify(problemOf(noRequest, status))
  const headers = {
    ...careful,
    'content-type': 'application/problem+json',
    'content-length': Buffer.byteLength(body),
    connection: 'close',
  }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  return [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines, '', body].join('\r\n')
}

const WHY: Readonly<Record<string, number>> = { ERR_HTTP_REQUEST_TIMEOUT: 408, HPE_HEADER_OVERFLOW: 431 }

const noRequest = refuse(
  'invalid_request',
  'What came is not a request that HTTP allows, or it is too long, or came too slowly. Nothing was changed.',
  'Look at what is sent, and at what stands in between.',
)

/**
 * One request over a line, and what came of it, as a value: an answer, or why there is none and whether anything may have been sent.
 * What is deliberately absent: redirects, proxies, cookies, compression, and any body without a limit.
 */
import { Agent, type IncomingMessage, request } from 'node:http'
import { type LineSettings, NoLine, openLine } from './open-line.ts'

export interface HttpCall {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT'
  /** Below the address of the bureau, beginning with a slash. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: Uint8Array
}

export interface Answered {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly body: Buffer
}

export interface NotAnswered {
  /** In one sentence for the operator. */
  readonly why: string
  /** Whether any part of the request may have reached the bureau. */
  readonly sent: boolean
  /** Whether it may help to repeat the request in a moment. */
  readonly again: boolean
}

export type HttpOutcome = Answered | NotAnswered

/** The most that is read of an answer that was expected, in bytes; and of one that only says what is wrong. */
export const LARGEST_ANSWER = 20 * 1024 * 1024
const LARGEST_PROBLEM = 64 * 1024

/** Lines to one bureau. With `keep`, a line is used again for the next request, which is only for what may safely be repeated. */
export function linesTo(url: URL, settings: LineSettings, keep: boolean): Agent {
  const agent = new Agent({ keepAlive: keep, maxSockets: keep ? 4 : Number.POSITIVE_INFINITY, ...(keep && { timeout: 4000 }) })
  agent.createConnection = (_, opened) => {
    openLine(url, settings).then(
      (line) => opened?.(null, line),
      // What a line is called with has no place for its absence, other than the error.
      (error) => opened?.(error, undefined as never),
    )
    return undefined as never
  }
  return agent
}

/** @param withinMs for everything from looking up the name to the last byte of the answer, in milliseconds */
export function httpCall(url: URL, lines: Agent, call: HttpCall, withinMs: number): Promise<HttpOutcome> {
  return new Promise((resolve) => {
    let sent = false
    let answering = false
    const asked = request({
      agent: lines,
      host: url.hostname,
      port: url.port || null,
      method: call.method,
      path: `${url.pathname === '/' ? '' : url.pathname}${call.path}`,
      setHost: false,
      headers: { host: url.host, ...call.headers, ...(call.body && { 'content-length': call.body.length }) },
    })
    const end = (outcome: HttpOutcome, answered = false): void => {
      clearTimeout(timer)
      if (!answered) asked.destroy()
      resolve(outcome)
    }
    const broken = (error?: Error): void => {
      if (error instanceof NoLine) end({ why: error.message, sent: false, again: error.again })
      else if (sent) end({ why: brokenSentence(error), sent, again: true })
      else if (error) end({ why: `No request could be made (${error.name}).`, sent, again: false })
    }
    const timer = setTimeout(() => {
      end({ why: `The bureau did not answer within ${Math.round(withinMs / 100) / 10} seconds.`, sent, again: true })
    }, withinMs)

    // Only a line that is open comes here, and it is written to at once.
    asked.once('socket', () => {
      sent = true
    })
    asked.on('error', (error) => answering || broken(error))
    asked.once('close', () => answering || broken())
    asked.once('response', (answer) => {
      // From here on the answer decides, also where the bureau did not read all of the request.
      answering = true
      read(answer).then(
        (outcome) => end(outcome, 'status' in outcome && answer.complete && asked.writableFinished),
        (error) => broken(error),
      )
    })
    asked.end(call.body)
  })
}

/** Reads an answer while counting. Of a problem only the beginning is of use; an answer that is too large is none. */
async function read(answer: IncomingMessage): Promise<HttpOutcome> {
  const status = answer.statusCode ?? 0
  const expected = status >= 200 && status < 300
  const parts: Buffer[] = []
  let size = 0
  for await (const part of answer as AsyncIterable<Buffer>) {
    size += part.length
    if (size > (expected ? LARGEST_ANSWER : LARGEST_PROBLEM)) {
      if (!expected) break
      return { why: `The bureau answered with more than ${LARGEST_ANSWER / 1024 / 1024} MB, which is not read.`, sent: true, again: false }
    }
    parts.push(part)
  }
  return { status, headers: answer.headers, body: Buffer.concat(parts) }
}

function brokenSentence(error: Error | undefined): string {
  const code = error && 'code' in error ? String(error.code) : ''
  return code.startsWith('HPE_')
    ? `The bureau answered with something that is not HTTP (${code}).`
    : `The connection broke before the bureau had answered${/^[A-Z_]+$/.test(code) ? ` (${code})` : ''}.`
}

/**
 * The one way the web reaches the server: the public REST API, the same that customers use.
 * It hides the session's anti-forgery token, idempotency keys, version tags and problem details.
 */
import type { Problem as ProblemDetails } from '../../src/http/contract/refusal.ts'
import { createServerClock } from './server-clock.ts'

export type Query = Record<string, string | number | boolean | null | undefined>
export interface Versioned<T> {
  body: T
  /** The version's tag; give it to `put` so that nobody's change is overwritten. */
  etag: string | null
}

/** A refusal or a failure as the server told it: `message` is the sentence, `remedy` what helps. */
export class Problem extends Error {
  readonly status: number
  readonly code: string
  readonly remedy: string
  readonly errors: NonNullable<ProblemDetails['errors']>
  /** The whole answer, for those who look for more than a sentence in it. */
  readonly body: unknown

  constructor(status: number, details: Partial<ProblemDetails>, body?: unknown) {
    super(details.detail ?? details.title ?? 'Something went wrong, and nothing was changed.')
    this.name = 'Problem'
    this.status = status
    this.code = details.code ?? 'unknown'
    this.remedy = details.remedy ?? ''
    this.errors = details.errors ?? []
    this.body = body
  }
}

/** Reads. `query` members that are null, undefined or empty are left out. */
export async function get<T>(path: string, query?: Query, signal?: AbortSignal): Promise<T> {
  return (await send<T>('GET', address(path, query), { signal })).body
}

/** Searches: what is looked for is often a name, and stays out of the address. Members that are null, undefined or empty are left out. */
export async function search<T>(path: string, query: Query, signal?: AbortSignal): Promise<T> {
  const body = Object.fromEntries(Object.entries(query).filter(([, value]) => value !== null && value !== undefined && value !== ''))
  return (await send<T>('POST', address(path), { body, signal })).body
}

/** Reads with the version's tag, for pages that edit what they read. */
export async function getVersioned<T>(path: string, query?: Query, signal?: AbortSignal): Promise<Versioned<T>> {
  return send<T>('GET', address(path, query), { signal })
}

/**
 * Commands. Every call carries an Idempotency-Key; give the same `key` to repeat one, and it is done once. `ifVersion` is the version of
 * the object whose values were edited; somebody else's change in between is a 412.
 * `body` is sent as JSON, a Blob or FormData as it is.
 */
export async function post<T>(
  path: string,
  body?: unknown,
  options: { key?: string; query?: Query; signal?: AbortSignal; ifVersion?: number | undefined } = {},
): Promise<T> {
  const key = options.key ?? newKey()
  return (
    await send<T>('POST', address(path, options.query), {
      body: body ?? {},
      headers: { 'idempotency-key': key, ...(options.ifVersion !== undefined && { 'if-match': `"${options.ifVersion}"` }) },
      signal: options.signal,
    })
  ).body
}

/** Publishes a new version. `etag` is the version it was made from; somebody else's change in between is a 412. */
export async function put<T>(path: string, body: unknown, etag: string | null): Promise<Versioned<T>> {
  return send<T>('PUT', address(path), { body, headers: etag ? { 'if-match': etag } : {} })
}

/** A file to the byte as the server gives it, under the name that the server gives it; a refusal is a Problem as anywhere. */
export async function file(path: string): Promise<File> {
  const url = address(path)
  const response = await fetchOnceMore(url, { headers: { accept: 'application/json' } })
  if (!response.ok) throw refusalOf(url, response.status, await read(response))
  const name = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1]
  return new File([await response.blob()], name ?? 'download', { type: response.headers.get('content-type') ?? '' })
}

/** Removes something. What is answered is what is there without it. */
export async function remove<T>(path: string): Promise<T> {
  return (await send<T>('DELETE', address(path), {})).body
}

/** A fresh idempotency key. Works without a secure context, where `crypto.randomUUID` is missing. */
export function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** The address of something the browser itself loads: a picture, a download. */
export function address(path: string, query: Query = {}): string {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== '') parameters.set(name, String(value))
  }
  const text = parameters.toString()
  return `/api/v1${path}${text ? `?${text}` : ''}`
}

let csrf = ''
let signedOut: (problem: Problem) => void = () => {}
let staleToken: () => void = () => {}
let askProof: () => Promise<boolean> = async () => false
const clock = createServerClock()

/** Keeps the token that every changing request sends back. */
export function keepCsrf(token: string): void {
  csrf = token
}

/** Says what happens when the server no longer knows the session. */
export function whenSignedOut(handler: (problem: Problem) => void): void {
  signedOut = handler
}

/** Says what happens when another tab opened another session, and this page's token is not of it. */
export function whenTokenIsStale(handler: () => void): void {
  staleToken = handler
}

/** Says how somebody proves who they are; answers whether they did. What was refused for want of it is then sent again. */
export function whenProofIsAsked(handler: () => Promise<boolean>): void {
  askProof = handler
}

/** The server's time, so that a countdown is right on a computer whose clock is not. */
export function serverNow(): number {
  return Date.now() + clock.offset()
}

interface Sending {
  body?: unknown
  headers?: Record<string, string>
  signal?: AbortSignal
}

async function send<T>(method: string, url: string, sending: Sending): Promise<Versioned<T>> {
  const askedAt = Date.now()
  const response = await fetchOnceMore(url, { method, signal: sending.signal, ...payload(method, sending) })
  clock.heard(response.headers.get('date'), askedAt, Date.now())
  const body: unknown = await read(response)
  if (response.ok) return { body: body as T, etag: response.headers.get('etag') }
  const problem = refusalOf(url, response.status, body)
  if (problem.code === 'prove_identity' && (await askProof())) return send(method, url, sending)
  throw problem
}

function refusalOf(url: string, status: number, body: unknown): Problem {
  const problem = problemOf(status, body)
  if (status === 401 && !url.includes('/sign-in') && !url.endsWith('/me')) signedOut(problem)
  if (problem.code === 'csrf') staleToken()
  return problem
}

function payload(method: string, { body, headers = {} }: Sending): RequestInit {
  if (method === 'GET') return { headers: { accept: 'application/json' } }
  const raw = body === undefined || body instanceof Blob || body instanceof FormData
  return {
    body: raw ? body : JSON.stringify(body),
    headers: { accept: 'application/json', 'x-csrf-token': csrf, ...(raw ? {} : { 'content-type': 'application/json' }), ...headers },
  }
}

/** A request lost on the way is tried once more; its idempotency key keeps it from being done twice. */
async function fetchOnceMore(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init)
  } catch (error) {
    if (init.signal?.aborted) throw error
    await new Promise((resolve) => setTimeout(resolve, 400))
  }
  try {
    return await fetch(url, init)
  } catch (error) {
    if (init.signal?.aborted) throw error
    throw new Problem(0, unreachable)
  }
}

const unreachable = {
  code: 'unreachable',
  detail: 'Cardinal cannot be reached at the moment.',
  remedy: 'Check the network connection and try again. What was sent is done once at most.',
}

async function read(response: Response): Promise<unknown> {
  if (response.status === 204) return undefined
  const text = await response.text()
  if (!(response.headers.get('content-type') ?? '').includes('json')) return text
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function problemOf(status: number, body: unknown): Problem {
  if (typeof body === 'object' && body !== null && 'code' in body) return new Problem(status, body as Partial<ProblemDetails>, body)
  if (status >= 502 && status <= 504) return new Problem(status, unreachable, body)
  return new Problem(
    status,
    { code: 'unexpected', detail: 'Cardinal could not answer, and nothing was changed.', remedy: 'Try again in a moment.' },
    body,
  )
}

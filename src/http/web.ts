import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyRequest } from 'fastify'
import { refuse } from '../engine/refusal.ts'
import { fillRandom } from '../kit/id.ts'
import type { App } from './api.ts'
import { sendRefusal } from './problem.ts'
import { pagePolicy } from './security-headers.ts'

const YEAR = 31_536_000
const DOCUMENT = 'index.html'
/** What stands in the built document in place of the nonce; `vite.config.ts` says the same. */
const NONCE = 'CARDINAL_NONCE'

/**
 * The pages. Files with a hash in their name never change; everything else is asked for again each time. An address that is no file and
 * not the API's is one of the pages' own, and gets the document that knows what to show there, with a nonce that nobody could know before.
 */
export async function registerWeb(app: App, folder: string): Promise<void> {
  const path = join(folder, DOCUMENT)
  const document = existsSync(path) ? readFileSync(path, 'utf8') : undefined
  if (document !== undefined)
    await app.register(fastifyStatic, {
      root: folder,
      index: false,
      allowedPath: (file) => file !== `/${DOCUMENT}`,
      preCompressed: true,
      cacheControl: false,
      setHeaders: (reply, path) => {
        reply.header('cache-control', path.includes('/assets/') ? `public, max-age=${YEAR}, immutable` : 'no-cache')
        if (path.endsWith('.svg')) reply.header('content-type', 'image/svg+xml; charset=utf-8')
      },
      schemaHide: true,
    })
  app.get('/', { config: { guarded: 'nobody' }, schema: { hide: true } }, async (_, reply) => reply.redirect('/operator'))
  app.setNotFoundHandler((request, reply) => {
    if (document === undefined || !isPage(request)) return sendRefusal(reply, noSuchAddress(request), {}, 404)
    const nonce = someNonce()
    return reply
      .header('cache-control', 'no-store')
      .header('content-security-policy', pagePolicy(nonce))
      .type('text/html; charset=utf-8')
      .send(document.replaceAll(NONCE, nonce))
  })
}

function someNonce(): string {
  const bytes = new Uint8Array(16)
  fillRandom(bytes)
  return Buffer.from(bytes).toString('base64url')
}

function isPage({ method, url, headers }: FastifyRequest): boolean {
  const path = url.split('?')[0] ?? ''
  return (method === 'GET' || method === 'HEAD') && !/^\/api(\/|$)/.test(path) && (headers.accept ?? '').includes('text/html')
}

/** The address is not repeated: it may hold somebody's name. */
const noSuchAddress = ({ method }: FastifyRequest) =>
  refuse(
    'no_such_route',
    `There is nothing at this address for ${method}. Nothing was changed.`,
    'The addresses of the API are listed at /api.',
  )

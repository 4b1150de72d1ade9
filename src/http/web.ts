import { existsSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { refuse } from '../engine/refusal.ts'
import type { App } from './api.ts'
import { sendRefusal } from './problem.ts'

const YEAR = 31_536_000

/**
 * The pages. Files with a hash in their name never change; everything else is asked for again each time. An address that is no file and
 * not the API's is one of the pages' own, and gets the document that knows what to show there.
 */
export async function registerWeb(app: App, folder: string): Promise<void> {
  const isBuilt = existsSync(join(folder, 'index.html'))
  if (isBuilt)
    await app.register(fastifyStatic, {
      root: folder,
      index: false,
      preCompressed: true,
      cacheControl: false,
      setHeaders: (reply, path) => {
        reply.header('cache-control', path.includes('/assets/') ? `public, max-age=${YEAR}, immutable` : 'no-cache')
        if (path.endsWith('.svg')) reply.header('content-type', 'image/svg+xml; charset=utf-8')
      },
      schemaHide: true,
    })
  app.get('/', { config: { open: true }, schema: { hide: true } }, async (_, reply) => reply.redirect('/operator'))
  app.setNotFoundHandler((request, reply) => {
    if (!isBuilt || !isPage(request)) return sendRefusal(reply, noSuchAddress(request), {}, 404)
    return reply.header('cache-control', 'no-cache').type('text/html; charset=utf-8').sendFile('index.html') as FastifyReply
  })
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

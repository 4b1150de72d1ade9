import type { FastifyRequest } from 'fastify'
import { refuse } from '../engine/refusal.ts'
import type { App } from './api.ts'
import { sendRefusal } from './problem.ts'

/** What only reads. */
export const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * A page of another site may change nothing here, also not with a token that it got hold of, and not by signing somebody in. Browsers say
 * where a request comes from; programs that are none say nothing, and are believed.
 */
export function refuseOtherSites(app: App): void {
  app.addHook('onRequest', async (request, reply) =>
    SAFE.has(request.method) || request.is404 || isFromHere(request) ? undefined : sendRefusal(reply, fromElsewhere),
  )
}

function isFromHere({ headers, host }: FastifyRequest): boolean {
  const site = headers['sec-fetch-site']
  // Said by the browser itself, which compares with the address that it asked; a proxy may have changed what we were asked for.
  if (site !== undefined) return site === 'same-origin' || site === 'none'
  const { origin } = headers
  return origin === undefined || (URL.canParse(origin) && new URL(origin).host === host)
}

const fromElsewhere = refuse(
  'cross_site',
  'The request comes from a page of another site. Nothing was changed.',
  'Use the pages of Cardinal itself; if these are what you use, see that the proxy before it passes the header Host on.',
)

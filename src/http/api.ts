import type { IncomingMessage, ServerResponse } from 'node:http'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import type { FastifyBaseLogger, FastifyInstance, FastifyRequest, RawServerDefault } from 'fastify'
import type { Actor } from '../engine/permit.ts'
import type { Session } from '../identity/session.ts'
import type { Bureaus } from '../runtime/desk.ts'
import type { News } from '../runtime/news.ts'
import type { World } from '../runtime/world.ts'
import type { CertificateSource } from './client-certificate.ts'
import type { Guard } from './guard.ts'
import type { Claim } from './idempotency.ts'
import type { Metrics } from './metrics.ts'

export type App = FastifyInstance<RawServerDefault, IncomingMessage, ServerResponse, FastifyBaseLogger, TypeBoxTypeProvider>

/** What the routes work with. */
export interface Api {
  readonly world: World
  readonly bureaus: Bureaus
  readonly news: News
  readonly metrics: Metrics
  /** Aborted when the server is to stop, so that nobody waits for what takes long. */
  readonly stopping: AbortSignal
  /** From where certificates of browsers are taken; undefined where from nowhere. */
  readonly certificates?: CertificateSource | undefined
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; null only on routes that are open to everyone. */
    session: (Session & { token: string; readonly actor: Actor }) | null
    /** The claim of its Idempotency-Key, where it has one. */
    claim: Claim | null
  }
  interface FastifyContextConfig {
    /** What lets somebody have its answer; a list where each of several must. A route that does not say it keeps the server from starting. */
    guarded: Guard | readonly Guard[]
    /** Done also for whoever looks as another role would, for it changes nothing but how they look. */
    looking?: boolean
    /** Answered also while this is still asked of whoever signed in. */
    pending?: readonly Session['stage'][]
    /** How a repeat with the same Idempotency-Key is recognised where its answer was not stored: by the run it began, or the run it is about. */
    repeats?: 'begin' | 'run' | 'no'
  }
}

/** The actor of a request on a route that is not open. */
export const actorOn = (request: FastifyRequest): Actor => sessionOn(request).actor

/** The session of a request on a route that is not open. */
export function sessionOn(request: FastifyRequest): NonNullable<FastifyRequest['session']> {
  if (!request.session) throw new Error('A route that needs somebody signed in was reached by nobody.')
  return request.session
}

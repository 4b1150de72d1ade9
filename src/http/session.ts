import fastifyCookie from '@fastify/cookie'
import fastifyRateLimit from '@fastify/rate-limit'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { refuse } from '../engine/refusal.ts'
import { actorOf } from '../identity/actor.ts'
import { sessionOf, signOut } from '../identity/session.ts'
import { signIn } from '../identity/sign-in.ts'
import { meOf } from '../runtime/me.ts'
import { type Api, type App, actorOn } from './api.ts'
import { Me, SignedIn, SignIn } from './contract/sign-in.ts'
import { Refused, sendRefusal } from './problem.ts'
import { answers } from './schema.ts'

/** From one address; an office behind one address has many people, and an account guards itself besides. */
const SIGN_INS_A_MINUTE = 60

/**
 * Who asks. Every route but the open ones needs a session, and every request that may change something must bring the session's token
 * back in `x-csrf-token`, which another site cannot know. Both are looked at before the body is read.
 */
export async function registerSession(app: App, { world }: Api): Promise<void> {
  await app.register(fastifyCookie)
  app.decorateRequest('session', null)
  app.addHook('onRequest', async (request, reply) => {
    if (request.routeOptions.config.open || request.is404) return undefined
    const token = request.cookies[cookieName(request)]
    const now = world.clock.now()
    const session = token ? await sessionOf(world.db, token, now) : undefined
    if (!token || !session) return sendRefusal(reply, notSignedIn)
    if (!SAFE.has(request.method) && request.headers['x-csrf-token'] !== session.csrf) return sendRefusal(reply, wrongToken)
    request.session = { ...session, token, actor: actorOf(session.account, now) }
    return undefined
  })
}

export async function registerSignIn(app: App, { world }: Api): Promise<void> {
  await app.register(fastifyRateLimit, {
    global: false,
    errorResponseBuilder: (_, { after }) => new Refused(tooMany(after)),
  })
  app.post(
    '/sign-in',
    {
      config: { open: true, repeats: 'no', rateLimit: { max: SIGN_INS_A_MINUTE, timeWindow: 60_000 } },
      schema: {
        operationId: 'signIn',
        tags: ['Session'],
        summary: 'Sign in',
        description:
          'Sets the session cookie. The answer holds the token to send back as `x-csrf-token` with everything that changes something.',
        body: SignIn,
        response: answers({ 200: SignedIn }, [400, 401, 415, 429]),
      },
    },
    async (request, reply) => {
      const outcome = await signIn(world, request.body)
      if ('code' in outcome) return sendRefusal(reply, outcome)
      return reply.setCookie(cookieName(request), outcome.token, cookieSettings(request)).send({ csrf: outcome.csrf })
    },
  )
  app.post(
    '/sign-out',
    {
      config: { repeats: 'no' },
      schema: {
        operationId: 'signOut',
        tags: ['Session'],
        summary: 'Sign out',
        response: answers({ 204: { type: 'null', description: 'Signed out.' } }, [401, 403]),
      },
    },
    async (request, reply) => {
      if (request.session) await signOut(world.db, request.session.token)
      return reply.clearCookie(cookieName(request), cookieSettings(request)).code(204).send()
    },
  )
  app.get(
    '/me',
    { schema: { operationId: 'me', tags: ['Session'], summary: 'Who is signed in', response: answers({ 200: Me }, [401]) } },
    async (request): Promise<Me> => {
      const { account, csrf } = request.session ?? neverHere()
      return { id: account.id, name: account.name, ...(await meOf(world, actorOn(request))), csrf }
    },
  )
}

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])

/** A cookie that only this host over TLS can have set; over plain HTTP, which is for the own machine, browsers do not keep such a one. */
const cookieName = (request: FastifyRequest): string => (request.protocol === 'https' ? '__Host-cardinal' : 'cardinal')

const cookieSettings = (request: FastifyRequest): Parameters<FastifyReply['setCookie']>[2] => ({
  path: '/',
  httpOnly: true,
  sameSite: 'lax',
  secure: request.protocol === 'https',
})

const notSignedIn = refuse(
  'not_signed_in',
  'Nobody is signed in here, or the session has ended. Nothing was changed.',
  'Sign in and try again.',
)

const wrongToken = refuse(
  'csrf',
  'The request did not bring the token of its session. Nothing was changed.',
  'Send the token that /api/v1/me answers as the header x-csrf-token; on a page, load it again.',
)

const tooMany = (after: string) =>
  refuse('too_many_requests', 'There were too many attempts to sign in from this address. Nothing was changed.', `Try again in ${after}.`)

function neverHere(): never {
  throw new Error('A route that needs somebody signed in was reached by nobody.')
}

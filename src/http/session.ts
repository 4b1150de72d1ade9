import fastifyCookie from '@fastify/cookie'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { refuse } from '../engine/refusal.ts'
import { actorOf } from '../identity/actor.ts'
import { clientOf, createTokenRates, isFrom, noteUse, type TokenRates } from '../identity/api-token.ts'
import { sessionOf, signOut } from '../identity/session.ts'
import { signIn } from '../identity/sign-in.ts'
import { journalRefused } from '../runtime/journal-refused.ts'
import { meOf } from '../runtime/me.ts'
import { onlyLooking, previewActor } from '../runtime/preview.ts'
import { type Api, type App, actorOn } from './api.ts'
import { Me, SignedIn, SignIn } from './contract/sign-in.ts'
import { cookieNamed, cookieSettings } from './cookie.ts'
import { SAFE } from './cross-site.ts'
import { isOpen } from './guard.ts'
import { forgetPreview, previewIn } from './preview.ts'
import { sendRefusal } from './problem.ts'
import { answers } from './schema.ts'

/** From one address; an office behind one address has many people, and an account guards itself besides. */
const SIGN_INS_A_MINUTE = 60

/**
 * Who asks. Every route but the open ones needs a session, and every request that may change something must bring the session's token
 * back in `x-csrf-token`, which another site cannot know. Both are looked at before the body is read. A program brings its token instead, as
 * `Authorization: Bearer`, which no browser sends by itself.
 */
export async function registerSession(app: App, api: Api): Promise<void> {
  const { world } = api
  const rates = createTokenRates(world.clock)
  await app.register(fastifyCookie)
  app.decorateRequest('session', null)
  app.addHook('onRequest', async (request, reply) => {
    if (request.is404 || isOpen(request.routeOptions.config)) return undefined
    const secret = bearerIn(request)
    if (secret !== undefined) return admitClient(api, rates, request, reply, secret)
    const token = request.cookies[cookieName(request)]
    const now = world.clock.now()
    const session = token ? await sessionOf(world.db, token, now) : undefined
    if (!token || !session) return sendRefusal(reply, notSignedIn)
    if (!SAFE.has(request.method) && request.headers['x-csrf-token'] !== session.csrf) return sendRefusal(reply, wrongToken)
    const actor = actorOf(session.account, now)
    const preview = previewIn(request, actor)
    const looking = preview && previewActor(world, actor, preview)
    if (preview && looking && !SAFE.has(request.method) && !request.routeOptions.config.looking)
      return sendRefusal(reply, onlyLooking(world, preview))
    request.session = { ...session, token, actor: looking ?? actor }
    return undefined
  })
}

const bearerIn = ({ headers }: FastifyRequest): string | undefined => /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1]

/** Lets a program in with its token, if it comes from where it may, and not too often. */
async function admitClient(
  { world }: Api,
  rates: TokenRates,
  request: FastifyRequest,
  reply: FastifyReply,
  secret: string,
): Promise<FastifyReply | undefined> {
  const now = world.clock.now()
  const client = await clientOf(world.db, secret, now)
  if (!client) return sendRefusal(reply, unknownToken)
  const { token, account } = client
  const actor = { ...actorOf(account, now), ...(token.only && { only: token.only }) }
  if (!isFrom(token.addresses, request.ip)) {
    await journalRefused(world, actor, wrongAddress)
    return sendRefusal(reply, wrongAddress)
  }
  const seconds = rates.waits(token)
  if (seconds !== undefined) return sendRefusal(reply.header('retry-after', String(seconds)), tooOften(token.rate))
  await noteUse(world.db, token, request.ip, now)
  request.session = { account, csrf: '', token: '', actor }
  return undefined
}

const unknownToken = refuse(
  'not_signed_in',
  'The token is none of ours, or it is over. Nothing was changed.',
  'Ask an administrator for a token; whoever issues it sees it once.',
)
const wrongAddress = refuse(
  'address_not_allowed',
  'The token may not be used from this address. Nothing was changed.',
  'Ask from an address that the token names, or have one issued for this address.',
)
const tooOften = (rate: number) =>
  refuse(
    'too_many_requests',
    `The token may ask ${rate} times a minute, and has. Nothing was changed.`,
    'Wait as long as retry-after says.',
  )

export function registerSignIn(app: App, { world }: Api): void {
  app.post(
    '/sign-in',
    {
      config: { guarded: 'nobody', repeats: 'no', rateLimit: { max: SIGN_INS_A_MINUTE, timeWindow: 60_000 } },
      schema: {
        operationId: 'signIn',
        tags: ['Session'],
        summary: 'Sign in',
        description:
          'Sets the session cookie. The answer holds the token to send back as `x-csrf-token` with everything that changes something.',
        body: SignIn,
        response: answers({ 200: SignedIn }, [400, 401, 403, 415]),
      },
    },
    async (request, reply) => {
      const outcome = await signIn(world, request.body)
      if ('code' in outcome) return sendRefusal(reply, outcome)
      forgetPreview(request, reply)
      return reply.setCookie(cookieName(request), outcome.token, cookieSettings(request)).send({ csrf: outcome.csrf })
    },
  )
  app.post(
    '/sign-out',
    {
      config: { guarded: 'signed in', repeats: 'no', looking: true },
      schema: {
        operationId: 'signOut',
        tags: ['Session'],
        summary: 'Sign out',
        response: answers({ 204: { type: 'null', description: 'Signed out.' } }, [401, 403]),
      },
    },
    async (request, reply) => {
      if (request.session) await signOut(world.db, request.session.token)
      forgetPreview(request, reply)
      return reply.clearCookie(cookieName(request), cookieSettings(request)).code(204).send()
    },
  )
  app.get(
    '/me',
    {
      config: { guarded: 'signed in' },
      schema: { operationId: 'me', tags: ['Session'], summary: 'Who is signed in', response: answers({ 200: Me }, [401]) },
    },
    async (request): Promise<Me> => {
      const { account, csrf } = request.session ?? neverHere()
      return { id: account.id, name: account.name, ...(await meOf(world, actorOn(request))), csrf }
    },
  )
}

const cookieName = (request: FastifyRequest): string => cookieNamed(request, 'cardinal')

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

function neverHere(): never {
  throw new Error('A route that needs somebody signed in was reached by nobody.')
}

import fastifyCookie from '@fastify/cookie'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Refusal, refuse } from '../engine/refusal.ts'
import { actorOf } from '../identity/actor.ts'
import { clientOf, createTokenRates, isFrom, noteUse, type TokenRates } from '../identity/api-token.ts'
import { type Session, sessionOf } from '../identity/session.ts'
import { journalRefused } from '../runtime/journal-refused.ts'
import { actorIn } from '../runtime/my-account.ts'
import { onlyLooking, previewActor } from '../runtime/preview.ts'
import { signInWorld } from '../runtime/sign-in-world.ts'
import type { Api, App } from './api.ts'
import { cookieSettings } from './cookie.ts'
import { SAFE } from './cross-site.ts'
import { guardsOf, isOpen } from './guard.ts'
import { previewIn } from './preview.ts'
import { sendRefusal } from './problem.ts'
import { cookieName, keepToken } from './session-cookie.ts'

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
    const { pending = [], looking = false } = request.routeOptions.config
    if (request.is404 || isOpen(request.routeOptions.config)) return undefined
    const secret = bearerIn(request)
    if (secret !== undefined) return admitClient(api, rates, request, reply, secret)
    const token = request.cookies[cookieName(request)]
    const session = token ? await sessionOf(signInWorld(world), token) : undefined
    if (!token || !session) return sendRefusal(reply, notSignedIn)
    if ('ended' in session) return sendRefusal(reply.clearCookie(cookieName(request), cookieSettings(request)), endedBecause(session.ended))
    if (!SAFE.has(request.method) && request.headers['x-csrf-token'] !== session.csrf) return sendRefusal(reply, wrongToken)
    if (session.stage !== 'open' && !pending.includes(session.stage)) return sendRefusal(reply, STILL_ASKED[session.stage])
    const { renewed, ...known } = session
    if (renewed) keepToken(reply, renewed)
    const actor = { ...actorIn(world, known), address: request.ip }
    const preview = previewIn(request, actor)
    const seen = preview && previewActor(world, actor, preview)
    if (preview && seen && !SAFE.has(request.method) && !looking) return sendRefusal(reply, onlyLooking(world, preview))
    request.session = { ...known, token: renewed ?? token, actor: seen ?? actor }
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
  const actor = { ...actorOf(account, now), address: request.ip, ...(token.only && { only: token.only }) }
  if (!isFrom(token.addresses, request.ip)) {
    await journalRefused(world, actor, wrongAddress)
    return sendRefusal(reply, wrongAddress)
  }
  const seconds = rates.waits(token)
  if (seconds !== undefined) return sendRefusal(reply.header('retry-after', String(seconds)), tooOften(token.rate))
  await noteUse(world.db, token, request.ip, now)
  if (guardsOf(request.routeOptions.config).includes('own session')) return sendRefusal(reply, notForPrograms)
  request.session = { id: token.id, account, csrf: '', stage: 'open', provedAt: now, token: '', actor }
  return undefined
}

const notForPrograms = refuse(
  'not_for_programs',
  'This is about how a person signs in, and a program does not. Nothing was changed.',
  'Ask with a session.',
)

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

const notSignedIn = refuse(
  'not_signed_in',
  'Nobody is signed in here, or the session has ended. Nothing was changed.',
  'Sign in and try again.',
)

const endedBecause = (why: string): Refusal =>
  refuse('session_ended', `This session was ended: ${why}. Nothing was changed.`, 'Sign in again.')

const STILL_ASKED: Readonly<Record<Exclude<Session['stage'], 'open'>, Refusal>> = {
  'second-factor': refuse(
    'second_factor_needed',
    'A second factor is still asked for. Nothing was changed.',
    'Give the code of your authenticator app, a recovery code, or a passkey.',
  ),
  'set-up': refuse(
    'set_up_needed',
    'This account needs a second factor, and has none yet. Nothing was changed.',
    'Set up an authenticator app or a passkey first.',
  ),
}

const wrongToken = refuse(
  'csrf',
  'The request did not bring the token of its session. Nothing was changed.',
  'Send the token that /api/v1/me answers as the header x-csrf-token; on a page, load it again.',
)

import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Refusal } from '../engine/refusal.ts'
import { signOut } from '../identity/session.ts'
import type { Api } from './api.ts'
import { cookieNamed, cookieSettings } from './cookie.ts'

export const cookieName = (request: FastifyRequest): string => cookieNamed(request, 'cardinal')

/** Gives the browser the token of its session. */
export const keepToken = (reply: FastifyReply, token: string): FastifyReply =>
  reply.setCookie(cookieName(reply.request), token, cookieSettings(reply.request))

/** Passes on what a way to sign in came to; where that is a session, the one that this browser had is over. */
export async function inPlaceOfSession<Outcome extends object>(
  { world }: Pick<Api, 'world'>,
  request: FastifyRequest,
  coming: Promise<Outcome | Refusal>,
): Promise<Outcome | Refusal> {
  const outcome = await coming
  const before = request.cookies[cookieName(request)]
  if (before !== undefined && !('code' in outcome)) await signOut(world.db, before)
  return outcome
}

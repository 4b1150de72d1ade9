import type { FastifyReply, FastifyRequest } from 'fastify'
import { cookieNamed, cookieSettings } from './cookie.ts'

export const cookieName = (request: FastifyRequest): string => cookieNamed(request, 'cardinal')

/** Gives the browser the token of its session. */
export const keepToken = (reply: FastifyReply, token: string): FastifyReply =>
  reply.setCookie(cookieName(reply.request), token, cookieSettings(reply.request))

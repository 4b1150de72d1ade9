import type { CookieSerializeOptions } from '@fastify/cookie'
import type { FastifyRequest } from 'fastify'

/** A cookie that only this host over TLS can have set; over plain HTTP, which is for the own machine, browsers do not keep such a one. */
export const cookieNamed = (request: FastifyRequest, name: string): string => (request.protocol === 'https' ? `__Host-${name}` : name)

/**
 * Sent with nothing that another site begins. Whoever comes from elsewhere by a link still gets the page, which needs nobody signed in, and
 * what the page asks for then comes from here.
 */
export const cookieSettings = (request: FastifyRequest): CookieSerializeOptions => ({
  path: '/',
  httpOnly: true,
  sameSite: 'strict',
  secure: request.protocol === 'https',
})

import type { FastifyReply, FastifyRequest } from 'fastify'
import { Value } from 'typebox/value'
import type { Actor, Grant } from '../engine/permit.ts'
import { beginPreview } from '../runtime/preview.ts'
import { type Api, type App, actorOn } from './api.ts'
import { Preview, PreviewBegun } from './contract/why.ts'
import { cookieNamed, cookieSettings } from './cookie.ts'
import { sendRefusal } from './problem.ts'
import { answers } from './schema.ts'

/**
 * Looking at Operator as a role would. How somebody looks is a cookie, so that pictures and events are as the role sees them, too. It needs no
 * secret: whoever sets it by hand is shown less than without it, and never more.
 */
export function registerPreview(app: App, { world }: Api): void {
  app.post(
    '/preview',
    {
      config: { guarded: 'admin:roles', repeats: 'no' },
      schema: {
        operationId: 'beginPreview',
        tags: ['Session'],
        summary: 'Look at Operator as a role would',
        description:
          'Until it is ended, what is read is what the role shows of what you may see yourself, and nothing can be changed. The journal keeps that you looked.',
        body: Preview,
        response: answers({ 200: PreviewBegun }, [400, 401, 403, 404, 413, 415, 422]),
      },
    },
    async (request, reply) => {
      const actor = actorOn(request)
      const begun = await beginPreview(world, actor, request.body)
      if ('code' in begun) return sendRefusal(reply, begun)
      const value = Buffer.from(JSON.stringify({ ...request.body, account: actor.id })).toString('base64url')
      return reply.setCookie(nameOn(request), value, cookieSettings(request)).send(begun satisfies PreviewBegun)
    },
  )
  app.delete(
    '/preview',
    {
      config: { guarded: 'own session', looking: true },
      schema: {
        operationId: 'endPreview',
        tags: ['Session'],
        summary: 'Look as yourself again',
        response: answers({ 204: { type: 'null', description: 'Ended.' } }, [401, 403]),
      },
    },
    async (request, reply) => {
      forgetPreview(request, reply)
      return reply.code(204).send()
    },
  )
}

/** As whom the request looks; undefined where it looks as itself. A cookie that somebody else left behind counts for nothing. */
export function previewIn(request: FastifyRequest, actor: Actor): Grant | undefined {
  const text = request.cookies[nameOn(request)]
  if (text === undefined) return undefined
  try {
    const said: unknown = JSON.parse(Buffer.from(text, 'base64url').toString())
    if (!Value.Check(Preview, said) || !('account' in said) || said.account !== actor.id) return undefined
    return { role: said.role, scope: said.scope, unit: said.unit }
  } catch {
    return undefined
  }
}

export function forgetPreview(request: FastifyRequest, reply: FastifyReply): void {
  if (request.cookies[nameOn(request)] !== undefined) reply.clearCookie(nameOn(request), cookieSettings(request))
}

const nameOn = (request: FastifyRequest): string => cookieNamed(request, 'cardinal-preview')

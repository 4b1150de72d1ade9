import type { FastifyReply } from 'fastify'
import type { Refusal } from '../engine/refusal.ts'
import { readDuties } from '../runtime/duties.ts'
import { publish } from '../runtime/publish.ts'
import { type Api, type App, actorOn } from './api.ts'
import { Duties, DutiesChange } from './contract/admin.ts'
import { IfMatch, tagIn } from './if-match.ts'
import { sendRefusal } from './problem.ts'
import { answers } from './schema.ts'

/** Separation of duties: which use cases need a second person, and from which size on. */
export function registerDuties(app: App, { world }: Api): void {
  const tags = ['Administration']
  app.get(
    '/duties',
    {
      config: { guarded: 'admin:duties' },
      schema: {
        operationId: 'readDuties',
        tags,
        summary: 'Where a second person has to agree',
        response: answers({ 200: Duties }, [401, 403]),
      },
    },
    async (request, reply) => show(reply, await readDuties(world, actorOn(request))),
  )
  app.put(
    '/duties',
    {
      config: { guarded: ['admin:duties', 'admin:roles'] },
      schema: {
        operationId: 'publishDuties',
        tags,
        summary: 'Publish where a second person has to agree',
        description: 'The list as a whole. With `If-Match` it is refused where somebody else published meanwhile.',
        headers: IfMatch,
        body: DutiesChange,
        response: answers({ 200: Duties }, [400, 401, 403, 412, 413, 415, 422]),
      },
    },
    async (request, reply) => {
      const { items, why } = request.body
      const change = { kind: 'duties', items } as const
      const published = await publish(world, actorOn(request), { change, ifMatch: tagIn(request.headers['if-match']), why: why ?? null })
      if ('code' in published) {
        const errors = published.problems?.map(({ field, sentence }) => ({ pointer: `/items/${field}`, detail: sentence }))
        return sendRefusal(reply, published, errors ? { errors } : {})
      }
      return show(reply, await readDuties(world, actorOn(request)))
    },
  )
}

function show(reply: FastifyReply, found: Awaited<ReturnType<typeof readDuties>> | Refusal): FastifyReply {
  if ('code' in found) return sendRefusal(reply, found)
  const { items, useCases, hash } = found
  return reply
    .header('etag', `"${hash}"`)
    .header('cache-control', 'no-cache')
    .send({
      items: [...items],
      useCases: useCases.map(({ useCase: { slug, name, on }, approvers }) => ({
        useCase: slug,
        label: name,
        template: on.label,
        approvers,
      })),
    } satisfies Duties)
}

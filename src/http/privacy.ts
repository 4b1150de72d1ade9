import type { FastifyReply } from 'fastify'
import { Type } from 'typebox'
import { stateLabel } from '../engine/object.ts'
import type { Actor } from '../engine/permit.ts'
import { readPrivacy } from '../runtime/privacy.ts'
import { publish } from '../runtime/publish.ts'
import { type Api, type App, actorOn } from './api.ts'
import { PrivacyChange, PrivacyRules } from './contract/admin.ts'
import { IfMatch, tagIn } from './if-match.ts'
import { sendRefusal } from './problem.ts'
import { answers } from './schema.ts'

const tags = ['Administration']

/** How long what is known of people is kept: read, and published as a new version. */
export function registerPrivacy(app: App, { world }: Pick<Api, 'world'>): void {
  const show = async (actor: Actor, reply: FastifyReply): Promise<FastifyReply> => {
    const found = await readPrivacy(world, actor)
    if ('code' in found) return sendRefusal(reply, found)
    return reply.send({
      items: found.map(({ template, process, parts, hash }) => ({
        template: template.name,
        label: template.label,
        plural: template.plural,
        states: process.in.map((state) => stateLabel(template, state)),
        process: { useCase: process.slug, label: process.name },
        version: hash,
        parts: parts.map((part) => ({ ...part })),
      })),
    } satisfies PrivacyRules)
  }
  app.get(
    '/privacy',
    {
      config: { guarded: 'admin:privacy' },
      schema: {
        operationId: 'readPrivacy',
        tags,
        summary: 'What is removed of people, and when',
        response: answers({ 200: PrivacyRules }, [401, 403]),
      },
    },
    (request, reply) => show(actorOn(request), reply),
  )
  app.put(
    '/privacy/:template',
    {
      config: { guarded: 'admin:privacy' },
      schema: {
        operationId: 'publishPrivacy',
        tags,
        summary: 'Publish what is removed of the objects of a template, and when',
        description:
          'In force from the next night on. With `If-Match`, the `version` that was read, it is refused where somebody else published meanwhile.',
        params: Type.Object({ template: Type.String({ maxLength: 100 }) }),
        headers: IfMatch,
        body: PrivacyChange,
        response: answers({ 200: PrivacyRules }, [400, 401, 403, 404, 412, 413, 415, 422]),
      },
    },
    async (request, reply) => {
      const { rules, why } = request.body
      const change = { kind: 'privacy', template: request.params.template, rules } as const
      const published = await publish(world, actorOn(request), { change, ifMatch: tagIn(request.headers['if-match']), why: why ?? null })
      if ('code' in published) {
        const errors = published.problems?.map(({ field, sentence }) => ({ pointer: `/rules/${field}`, detail: sentence }))
        return sendRefusal(reply, published, errors ? { errors } : {})
      }
      return show(actorOn(request), reply)
    },
  )
}

import type { FastifyReply } from 'fastify'
import type { Refusal } from '../engine/refusal.ts'
import { publish } from '../runtime/publish.ts'
import { readUnits, type UnitsView } from '../runtime/units.ts'
import { type Api, type App, actorOn } from './api.ts'
import { Units, UnitsChange } from './contract/unit.ts'
import { IfMatch, tagIn } from './if-match.ts'
import { sendRefusal } from './problem.ts'
import { answers } from './schema.ts'

const tags = ['Roles']

/** The units of the organisation, as a tree. */
export function registerUnits(app: App, { world }: Api): void {
  app.get(
    '/units',
    {
      config: { guarded: 'admin:roles' },
      schema: {
        operationId: 'readUnits',
        tags,
        summary: 'The tree of units, and the units of users that have no place in it',
        response: answers({ 200: Units }, [401, 403]),
      },
    },
    async (request, reply) => sendUnits(reply, await readUnits(world, actorOn(request))),
  )
  app.put(
    '/units',
    {
      config: { guarded: 'admin:roles' },
      schema: {
        operationId: 'publishUnits',
        tags,
        summary: 'Publish the tree of units',
        description:
          'A grant for a unit reaches the units below it. The tree says nothing about who is in a unit: that stands with the users. With `If-Match` it is refused where somebody else published meanwhile.',
        headers: IfMatch,
        body: UnitsChange,
        response: answers({ 200: Units }, [400, 401, 403, 412, 413, 415, 422]),
      },
    },
    async (request, reply) => {
      const { items, why } = request.body
      const ifMatch = tagIn(request.headers['if-match'])
      const published = await publish(world, actorOn(request), { change: { kind: 'units', items }, ifMatch, why: why ?? null })
      if (!('code' in published)) return sendUnits(reply, await readUnits(world, actorOn(request)))
      const errors = published.problems?.map(({ field, sentence }) => ({ pointer: `/${field}`, detail: sentence }))
      return sendRefusal(reply, published, errors ? { errors } : {})
    },
  )
}

function sendUnits(reply: FastifyReply, found: UnitsView | Refusal): FastifyReply {
  if ('code' in found) return sendRefusal(reply, found)
  const { items, strays, hash } = found
  return reply
    .header('etag', `"${hash}"`)
    .header('cache-control', 'no-cache')
    .send({ items: [...items], strays: [...strays] } satisfies Units)
}

import type { FastifyReply } from 'fastify'
import { Type } from 'typebox'
import type { Refusal } from '../engine/refusal.ts'
import { NO_ROLE, publish } from '../runtime/publish.ts'
import { permissionChoices, type RoleView, readRole, readRoles } from '../runtime/roles.ts'
import { type Api, type App, actorOn } from './api.ts'
import { DefinedRole, OneRole, PermissionChoices, Roles } from './contract/role.ts'
import { IfMatch, tagIn } from './if-match.ts'
import { presentOneRole, presentRoleLine, roleOf } from './present/role.ts'
import { sendRefusal } from './problem.ts'
import { answers } from './schema.ts'

const tags = ['Roles']
const RoleName = Type.Object({ role: Type.String({ maxLength: 100, description: 'helpdesk' }) })

/** Which roles there are, what each is made of, and a new version of one. */
export function registerRoles(app: App, { world }: Api): void {
  app.get(
    '/roles',
    {
      config: { guarded: 'admin:roles' },
      schema: { operationId: 'readRoles', tags, summary: 'The roles in force', response: answers({ 200: Roles }, [401, 403]) },
    },
    async (request, reply) => {
      const found = await readRoles(world, actorOn(request))
      return 'code' in found ? sendRefusal(reply, found) : reply.send({ items: found.map(presentRoleLine) } satisfies Roles)
    },
  )
  app.get(
    '/permissions',
    {
      config: { guarded: 'admin:roles' },
      schema: {
        operationId: 'readPermissions',
        tags,
        summary: 'What a role can be made of',
        response: answers({ 200: PermissionChoices }, [401, 403]),
      },
    },
    async (request, reply) => {
      const found = permissionChoices(world, actorOn(request))
      if ('code' in found) return sendRefusal(reply, found)
      return reply.send({ items: found.map((each) => ({ ...each, states: [...each.states] })) } satisfies PermissionChoices)
    },
  )
  app.get(
    '/roles/:role',
    {
      config: { guarded: 'admin:roles' },
      schema: {
        operationId: 'readRole',
        tags,
        summary: 'One role: what it opens, who holds it, its versions',
        params: RoleName,
        response: answers({ 200: OneRole }, [401, 403, 404]),
      },
    },
    async (request, reply) => sendRole(reply, await readRole(world, actorOn(request), request.params.role)),
  )
  app.put(
    '/roles/:role',
    {
      config: { guarded: 'admin:roles' },
      schema: {
        operationId: 'publishRole',
        tags,
        summary: 'Publish a role',
        description: `It is in force at once, for everybody who holds it. Nobody can put into a role what they do not hold for everybody themselves. With \`If-Match\` it is refused where somebody else published meanwhile; \`"${NO_ROLE}"\` is the tag of one that is not there yet.`,
        params: RoleName,
        headers: IfMatch,
        body: Type.Object({ role: DefinedRole, why: Type.Optional(Type.String({ maxLength: 500, description: 'A line for Versions.' })) }),
        response: answers({ 200: OneRole }, [400, 401, 403, 404, 412, 413, 415, 422]),
      },
    },
    async (request, reply) => {
      const { role, why } = request.body
      const change = { kind: 'role', role: roleOf(request.params.role, role) } as const
      const ifMatch = tagIn(request.headers['if-match'])
      const published = await publish(world, actorOn(request), { change, ifMatch, why: why ?? null })
      if (!('code' in published)) return sendRole(reply, await readRole(world, actorOn(request), request.params.role))
      const errors = published.problems?.map(({ field, sentence }) => ({
        pointer: field === 'name' ? '/name' : `/role/${field}`,
        detail: sentence,
      }))
      return sendRefusal(reply, published, errors ? { errors } : {})
    },
  )
}

const sendRole = (reply: FastifyReply, found: RoleView | Refusal): FastifyReply =>
  'code' in found
    ? sendRefusal(reply, found)
    : reply
        .header('etag', `"${found.hash}"`)
        .header('cache-control', 'no-cache')
        .send(presentOneRole(found) satisfies OneRole)

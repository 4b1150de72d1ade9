import { Type } from 'typebox'
import { matrixFile } from '../runtime/derive/permission-matrix.ts'
import { readMatrix } from '../runtime/matrix.ts'
import { why } from '../runtime/why.ts'
import { type Api, type App, actorOn } from './api.ts'
import { PermissionMatrix, Why } from './contract/why.ts'
import { sendRefusal } from './problem.ts'
import { answers } from './schema.ts'

const tags = ['Roles']

/** Who may do what, and why. */
export function registerWhy(app: App, { world }: Api): void {
  app.get(
    '/why',
    {
      config: { guarded: 'signed in' },
      schema: {
        operationId: 'why',
        tags,
        summary: 'Whether somebody may start a use case, and why',
        description:
          'Everybody may ask about themselves; about others, whoever administers roles. It says what a command would be answered.',
        querystring: Type.Object({
          account: Type.Optional(Type.String({ maxLength: 100, description: 'The id of an account; your own, where it is left out.' })),
          useCase: Type.String({ maxLength: 200, description: 'As in URLs: abort-card-order.' }),
          object: Type.Optional(Type.String({ maxLength: 100, description: 'The id of an object of its template.' })),
        }),
        response: answers({ 200: Why }, [400, 401, 403, 404, 422]),
      },
    },
    async (request, reply) => {
      const told = await why(world, actorOn(request), request.query)
      if ('code' in told) return sendRefusal(reply, told)
      const { account, useCase, object, may, steps, remedy } = told
      return reply.send({
        account,
        useCase: { name: useCase.slug, label: useCase.name },
        object,
        may,
        steps: steps.map(({ kind, sentence }) => ({ kind, sentence })),
        remedy,
      } satisfies Why)
    },
  )
  app.get(
    '/permission-matrix',
    {
      config: { guarded: 'admin:roles' },
      schema: {
        operationId: 'readPermissionMatrix',
        tags,
        summary: 'Who may do what',
        response: answers({ 200: PermissionMatrix }, [401, 403]),
      },
    },
    async (request, reply) => {
      const found = await readMatrix(world, actorOn(request))
      if ('code' in found) return sendRefusal(reply, found)
      return reply.send({
        roles: found.roles.map(({ name, label, held }) => ({ name, label, held })),
        rows: found.rows.map((row) => ({ ...row, states: [...row.states], roles: [...row.roles] })),
      } satisfies PermissionMatrix)
    },
  )
  app.get(
    '/permission-matrix.csv',
    {
      config: { guarded: 'admin:roles' },
      schema: {
        operationId: 'downloadPermissionMatrix',
        tags,
        summary: 'Who may do what, for a spreadsheet',
        response: answers({ 200: { description: 'The file.', content: { 'text/csv': { schema: { type: 'string' } } } } }, [401, 403]),
      },
    },
    async (request, reply) => {
      const found = await readMatrix(world, actorOn(request))
      if ('code' in found) return sendRefusal(reply, found)
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', 'attachment; filename="permission-matrix.csv"')
        .send(matrixFile(world.catalog, found))
    },
  )
}

import { Type } from 'typebox'
import { grantable } from '../runtime/grantable.ts'
import { grantsOfAccount, holdings } from '../runtime/holdings.ts'
import { type Api, type App, actorOn } from './api.ts'
import { Id, Page } from './contract/parameters.ts'
import { Grantable, Grants, Holdings } from './contract/role.ts'
import { presentGranted } from './present/role.ts'
import { sendRefusal } from './problem.ts'
import { answers } from './schema.ts'

const tags = ['Roles']

/** What accounts hold, and what could be granted to them. */
export function registerGrants(app: App, { world }: Api): void {
  app.get(
    '/accounts/:id/grants',
    {
      config: { guarded: 'read:account' },
      schema: {
        operationId: 'grantsOfAccount',
        tags: ['Accounts'],
        summary: 'What the account was granted, by whom and until when',
        params: Id,
        response: answers({ 200: Grants }, [401, 403, 404]),
      },
    },
    async (request, reply) => {
      const found = await grantsOfAccount(world, actorOn(request), request.params.id)
      return 'code' in found ? sendRefusal(reply, found) : reply.send({ items: found.map(presentGranted) } satisfies Grants)
    },
  )
  app.get(
    '/grantable',
    {
      config: { guarded: 'signed in' },
      schema: {
        operationId: 'readGrantable',
        tags,
        summary: 'What you may grant to others, and the units you reach',
        response: answers({ 200: Grantable }, [401]),
      },
    },
    async (request): Promise<Grantable> => {
      const { roles, permissions, units } = await grantable(world, actorOn(request))
      const items = (given: typeof roles) => given.map((each) => ({ ...each, scopes: [...each.scopes] }))
      return { roles: items(roles), permissions: items(permissions), units }
    },
  )
  app.get(
    '/holdings',
    {
      config: { guarded: ['read:account', 'admin:roles'] },
      schema: {
        operationId: 'readHoldings',
        tags,
        summary: 'Accounts with what they hold now',
        querystring: Type.Object({
          ...Page.properties,
          state: Type.Optional(Type.String({ description: 'Only accounts in this state.' })),
          q: Type.Optional(Type.String({ maxLength: 200, description: 'Words of the name.' })),
        }),
        response: answers({ 200: Holdings }, [400, 401, 403]),
      },
    },
    async (request, reply) => {
      const { limit = 50, state, q, after } = request.query
      const found = await holdings(world, actorOn(request), {
        limit,
        sort: 'name',
        ...(state !== undefined && { state }),
        ...(q !== undefined && { q }),
        ...(after !== undefined && { after }),
      })
      if ('code' in found) return sendRefusal(reply, found, {}, found.code.startsWith('no_such_') ? 400 : undefined)
      const items = found.items.map(({ account, grants }) => ({
        account: account.id,
        name: String(account.fields['name'] ?? ''),
        displayName: String(account.fields['displayName'] ?? ''),
        state: account.state,
        kind: String(account.fields['kind'] ?? 'person'),
        grants: grants.map(presentGranted),
      }))
      return reply.send({ items, next: found.next } satisfies Holdings)
    },
  )
}

import { Type } from 'typebox'
import { listTokens, showTokenOnce } from '../runtime/api-tokens.ts'
import { type Api, type App, actorOn } from './api.ts'
import { Id } from './contract/parameters.ts'
import { ApiTokens, ShownToken } from './contract/token.ts'
import { sendRefusal } from './problem.ts'
import { answers } from './schema.ts'

const tags = ['Accounts']

/** The tokens of programs. They are issued and revoked by commands; here they are listed, and each is shown once. */
export function registerApiTokens(app: App, { world }: Api): void {
  app.get(
    '/accounts/:id/tokens',
    {
      config: { guarded: 'read:account' },
      schema: {
        operationId: 'tokensOfAccount',
        tags,
        summary: 'The tokens of an API client, the newest first',
        params: Id,
        response: answers({ 200: ApiTokens }, [401, 403, 404]),
      },
    },
    async (request, reply) => {
      const found = await listTokens(world, actorOn(request), request.params.id)
      if ('code' in found) return sendRefusal(reply, found)
      const items = found.map(({ accountId: _, createdBy: __, createdAt, expiresAt, revokedAt, lastUsedAt, showableUntil, ...token }) => ({
        ...token,
        showableUntil: showableUntil?.toISOString() ?? null,
        only: token.only && [...token.only],
        addresses: [...token.addresses],
        createdAt: createdAt.toISOString(),
        expiresAt: expiresAt.toISOString(),
        revokedAt: revokedAt?.toISOString() ?? null,
        lastUsedAt: lastUsedAt?.toISOString() ?? null,
      }))
      return reply.send({ items } satisfies ApiTokens)
    },
  )
  app.post(
    '/accounts/:id/tokens/:token/show',
    {
      config: { guarded: 'read:account', repeats: 'no' },
      schema: {
        operationId: 'showToken',
        tags,
        summary: 'Show a token, once, to whoever issued it',
        params: Type.Object({ ...Id.properties, token: Type.String({ maxLength: 100 }) }),
        response: answers({ 200: ShownToken }, [401, 403, 404, 409]),
      },
    },
    async (request, reply) => {
      const { id, token } = request.params
      const shown = await showTokenOnce(world, actorOn(request), { accountId: id, tokenId: token })
      return 'code' in shown ? sendRefusal(reply, shown) : reply.header('cache-control', 'no-store').send(shown satisfies ShownToken)
    },
  )
}

import type { FastifyReply } from 'fastify'
import { readPermission } from '../engine/permit.ts'
import { publicKeys, Receipt, receiptFor } from '../runtime/receipt.ts'
import { anyOf } from './any-of.ts'
import { type Api, type App, actorOn } from './api.ts'
import { Id } from './contract/parameters.ts'
import { PublicKeys } from './contract/receipt.ts'
import { sendRefusal } from './problem.ts'
import { answers } from './schema.ts'

/** Proofs of non-production, and the keys to check them with. */
export function registerReceipts(app: App, { world }: Pick<Api, 'world'>): void {
  const cards = world.catalog.templates.filter(({ table }) => table === 'card')
  for (const path of new Set(cards.map((template) => template.path))) {
    const mine = cards.filter((template) => template.path === path)
    app.get(
      `/${path}/:id/receipt`,
      {
        config: { guarded: mine.map(({ name }) => readPermission(name)) },
        schema: {
          operationId: `receiptOf${mine[0]?.label.replaceAll(' ', '')}`,
          tags: [mine[0]?.plural ?? ''],
          summary: 'The proof that an aborted card was not ordered',
          description: 'A signed file, which anyone can check without this installation: `cardinal verify-receipt`.',
          params: Id,
          response: answers({ 200: Receipt }, [401, 403, 404, 409]),
        },
      },
      async (request, reply) => {
        const receipt = await anyOf(mine, (template) => receiptFor(world, actorOn(request), world.signer, template, request.params.id))
        return 'code' in receipt ? sendRefusal(reply, receipt) : sendReceipt(reply, receipt)
      },
    )
  }
  app.get(
    '/keys',
    {
      config: { guarded: 'nobody' },
      schema: {
        operationId: 'keys',
        tags: ['Production'],
        summary: 'The public keys of this installation',
        description: 'They verify its signatures of manifests and receipts, also of before the key was changed.',
        response: answers({ 200: PublicKeys }, []),
      },
    },
    async (_, reply) => {
      const keys = (await publicKeys(world)).map(({ id, publicKey, madeAt, retiredAt }) => ({
        id,
        algorithm: 'Ed25519' as const,
        publicKey,
        madeAt: madeAt.toISOString(),
        retiredAt: retiredAt?.toISOString() ?? null,
      }))
      return reply.header('cache-control', 'public, max-age=60').send({ keys } satisfies PublicKeys)
    },
  )
}

/** As bytes, which nothing on the way out shapes: it is signed as it is. */
function sendReceipt(reply: FastifyReply, receipt: Receipt): FastifyReply {
  return reply
    .type('application/json')
    .header('cache-control', 'private, no-store')
    .header('content-disposition', `attachment; filename="receipt-${receipt.card.id}.json"`)
    .send(Buffer.from(`${JSON.stringify(receipt, null, 2)}\n`))
}

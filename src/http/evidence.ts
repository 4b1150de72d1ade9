import { evidencePermission, readPermission } from '../engine/permit.ts'
import { evidenceOf } from '../runtime/evidence.ts'
import { anyOf } from './any-of.ts'
import { type Api, type App, actorOn } from './api.ts'
import { Id } from './contract/parameters.ts'
import { sendRefusal } from './problem.ts'
import { answers } from './schema.ts'

/** Everything that proves what became of a card, as one signed file, for whoever may take it away. */
export function registerEvidence(app: App, { world }: Pick<Api, 'world'>): void {
  const cards = world.catalog.templates.filter(({ table }) => table === 'card')
  for (const path of new Set(cards.map((template) => template.path))) {
    const mine = cards.filter((template) => template.path === path)
    app.get(
      `/${path}/:id/evidence`,
      {
        config: { guarded: mine.flatMap(({ name }) => [readPermission(name), evidencePermission(name)]) },
        schema: {
          operationId: `evidenceOf${mine[0]?.label.replaceAll(' ', '')}`,
          tags: [mine[0]?.plural ?? ''],
          summary: 'Everything that proves what became of a card',
          description:
            'A signed archive (ZIP), which anyone can check without this installation: `cardinal verify-evidence`. The journal keeps that it was asked for.',
          params: Id,
          response: answers(
            { 200: { description: 'The archive.', content: { 'application/zip': { schema: { type: 'string', format: 'binary' } } } } },
            [401, 403, 404],
          ),
        },
      },
      async (request, reply) => {
        const evidence = await anyOf(mine, (template) => evidenceOf(world, actorOn(request), template, request.params.id))
        if ('code' in evidence) return sendRefusal(reply, evidence)
        return reply
          .type('application/zip')
          .header('cache-control', 'private, no-store')
          .header('content-disposition', `attachment; filename="evidence-${evidence.id}.zip"`)
          .send(Buffer.from(evidence.zip))
      },
    )
  }
}

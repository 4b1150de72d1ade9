import { readPermission } from '../engine/permit.ts'
import { accessReport } from '../runtime/access-report.ts'
import { anyOf } from './any-of.ts'
import { type Api, type App, actorOn } from './api.ts'
import { Id } from './contract/parameters.ts'
import { sendRefusal } from './problem.ts'
import { answers } from './schema.ts'

/** Everything that is held about a person, as one file, for whoever may ask for it. */
export function registerAccessReports(app: App, { world }: Pick<Api, 'world'>): void {
  const people = world.catalog.templates.filter(({ table }) => table === 'person')
  for (const path of new Set(people.map((template) => template.path))) {
    const mine = people.filter((template) => template.path === path)
    app.get(
      `/${path}/:id/access-report`,
      {
        config: { guarded: ['report:user', ...mine.map(({ name }) => readPermission(name))] },
        schema: {
          operationId: `accessReportOf${mine[0]?.label.replaceAll(' ', '')}`,
          tags: [mine[0]?.plural ?? ''],
          summary: 'Everything that is held about a person',
          description:
            'An archive (ZIP) with `report.json`, the same to be read as `report.html`, and the photo. The journal keeps that it was asked for.',
          params: Id,
          response: answers(
            { 200: { description: 'The archive.', content: { 'application/zip': { schema: { type: 'string', format: 'binary' } } } } },
            [401, 403, 404],
          ),
        },
      },
      async (request, reply) => {
        const report = await anyOf(mine, (template) => accessReport(world, actorOn(request), template, request.params.id))
        if ('code' in report) return sendRefusal(reply, report)
        return reply
          .type('application/zip')
          .header('cache-control', 'private, no-store')
          .header('content-disposition', `attachment; filename="access-report-${report.id}.zip"`)
          .send(Buffer.from(report.zip))
      },
    )
  }
}

import { refuse } from '../engine/refusal.ts'
import { recallDesk } from '../runtime/recall-desk.ts'
import { type Api, type App, actorOn } from './api.ts'
import { RecallDesk, RecallDeskQuery } from './contract/desk.ts'
import { presentRecall } from './present/desk.ts'
import { sendRefusal } from './problem.ts'
import { answers } from './schema.ts'

/** The recall desk: the orders that bureaus are asked to stop, and what they answered. */
export function registerRecallDesk(app: App, { world }: Api): void {
  app.get(
    '/recall-desk',
    {
      config: { guarded: 'read:recall' },
      schema: {
        operationId: 'recallDesk',
        tags: ['Recalls'],
        summary: 'The recalls that wait for an answer, and those that have come to an end',
        querystring: RecallDeskQuery,
        response: answers({ 200: RecallDesk }, [400, 401, 403]),
      },
    },
    async (request, reply) => {
      const { state, after, limit = 30 } = request.query
      if (after !== undefined && !/^\d{1,15}$/.test(after)) return sendRefusal(reply, wrongMark)
      const below = after === undefined ? undefined : Number(after)
      const desk = await recallDesk(world, actorOn(request), { state, below, limit })
      if ('code' in desk) return sendRefusal(reply, desk, {}, desk.code === 'no_such_state' ? 400 : undefined)
      const { bureaus } = world.definitions.current()
      const present = (each: (typeof desk.open)[number]) => presentRecall(world.catalog, (name) => bureaus.get(name)?.label ?? name, each)
      return reply.send({
        open: desk.open.map(present),
        ended: desk.ended.map(present),
        next: desk.next,
        counts: Object.fromEntries(desk.counts),
      } satisfies RecallDesk)
    },
  )
}

const wrongMark = refuse('invalid_cursor', 'The mark `after` is not one that a page of this list ended with.', 'Begin the list again.')

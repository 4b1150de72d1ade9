import { Type } from 'typebox'
import { refuse } from '../engine/refusal.ts'
import { batch, batches, type Line, lineOf, type StageName } from '../runtime/production.ts'
import { release } from '../runtime/release.ts'
import { type Api, type App, actorOn } from './api.ts'
import { Id, Page } from './contract/parameters.ts'
import { Batch, Batches, type BatchItem, Production, Release } from './contract/production.ts'
import { sendRefusal } from './problem.ts'
import { answers } from './schema.ts'

const tags = ['Production']

/** The way of the orders to the bureau: the queue, the batches, and Send now. */
export function registerProduction(app: App, { world, bureau }: Api): void {
  app.get(
    '/production',
    { schema: { operationId: 'production', tags, summary: 'How much stands where', response: answers({ 200: Production }, [401, 403]) } },
    async (request, reply) => {
      const line = await lineOf(world, actorOn(request), bureau)
      if ('code' in line) return sendRefusal(reply, line)
      const { schedule } = line
      const shown = { ...bureau, ...stagesOf(line), schedule: { ...schedule, next: timeOf(schedule.next) } }
      return reply.send({ bureaus: [shown] } satisfies Production)
    },
  )
  app.get(
    '/production/batches',
    {
      schema: {
        operationId: 'batches',
        tags,
        summary: 'The batches, newest first',
        querystring: Page,
        response: answers({ 200: Batches }, [400, 401, 403]),
      },
    },
    async (request, reply) => {
      const { after, limit = 30 } = request.query
      if (after !== undefined && !/^\d{1,15}$/.test(after)) return sendRefusal(reply, wrongMark)
      const found = await batches(world, actorOn(request), after === undefined ? undefined : Number(after), limit)
      return 'code' in found
        ? sendRefusal(reply, found)
        : reply.send({ items: found.items.map(presentBatch), next: found.next } satisfies Batches)
    },
  )
  app.get(
    '/production/batches/:id',
    {
      schema: {
        operationId: 'batch',
        tags,
        summary: 'One batch and what it holds',
        params: Id,
        response: answers({ 200: Batch }, [401, 403, 404]),
      },
    },
    async (request, reply) => {
      const found = await batch(world, actorOn(request), request.params.id)
      if ('code' in found) return sendRefusal(reply, found)
      const lines = found.lines.map(({ cardId, number, holderFirstName, holderLastName, state, orderId, status, bureauReference }) => ({
        card: cardId,
        label: [`Card ${number}`, [holderFirstName, holderLastName].filter(Boolean).join(' ')].filter(Boolean).join(' · '),
        state,
        order: orderId,
        status,
        bureauReference,
      }))
      return reply.send({ ...presentBatch(found.batch), manifestHash: found.batch.manifestHash, lines } satisfies Batch)
    },
  )
  app.post(
    '/production/:bureau/release',
    {
      config: { repeats: 'begin' },
      schema: {
        operationId: 'release',
        tags,
        summary: 'Send now',
        description: 'Sends what waits in the queue without waiting for the schedule: it is put into batches, and these are handed over.',
        params: Type.Object({ bureau: Type.String() }),
        response: answers({ 200: Release }, [401, 403, 404, 409]),
      },
    },
    async (request, reply) => {
      if (request.params.bureau !== bureau.name) return sendRefusal(reply, noSuchBureau(request.params.bureau, bureau.name))
      const released = await release(world, actorOn(request))
      return 'code' in released ? sendRefusal(reply, released) : reply.send(released satisfies Release)
    },
  )
}

type Stages = Pick<Production['bureaus'][number], StageName>

const stagesOf = ({ stages }: Line): Stages =>
  Object.fromEntries(Object.entries(stages).map(([name, { count, oldest }]) => [name, { count, oldest: timeOf(oldest) }])) as Stages

function presentBatch(found: Extract<Awaited<ReturnType<typeof batch>>, { batch: unknown }>['batch']): BatchItem {
  return {
    id: found.id,
    number: found.number,
    bureau: found.bureau,
    status: found.status,
    orders: found.orders,
    openedAt: found.openedAt.toISOString(),
    sealedAt: timeOf(found.sealedAt),
    sentAt: timeOf(found.sentAt),
    acknowledgedAt: timeOf(found.acknowledgedAt),
    attempts: found.attempts,
    lastError: found.lastError,
  }
}

const timeOf = (time: Date | null): string | null => time?.toISOString() ?? null

const wrongMark = refuse('invalid_cursor', 'The mark `after` is not one that a page of this list ended with.', 'Begin the list again.')

const noSuchBureau = (name: string, ours: string) =>
  refuse('no_such_bureau', `There is no bureau "${name}". Nothing was changed.`, `The bureau of this installation is called "${ours}".`)

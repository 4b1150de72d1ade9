import { Type } from 'typebox'
import type { Catalog } from '../catalog/catalog.ts'
import { sendQueuedOrders } from '../catalog/use-cases/send-queued-orders.ts'
import { refuse } from '../engine/refusal.ts'
import { startPermission } from '../engine/use-case.ts'
import { batch, batches, type Line, linesOf, type MessageView, manifest, messages } from '../runtime/production.ts'
import { release } from '../runtime/release.ts'
import { labelOf } from '../runtime/titles.ts'
import { type Api, type App, actorOn } from './api.ts'
import { Id, Page } from './contract/parameters.ts'
import { Batch, Batches, type BatchItem, type BureauMessage, BureauMessages, Production, Release } from './contract/production.ts'
import { sendRefusal } from './problem.ts'
import { answers } from './schema.ts'

const tags = ['Production']

/** The way of the orders to the bureau: the queue, the batches, and Send now. */
export function registerProduction(app: App, { world }: Api): void {
  app.get(
    '/production',
    {
      config: { guarded: 'admin:production' },
      schema: { operationId: 'production', tags, summary: 'How much stands where', response: answers({ 200: Production }, [401, 403]) },
    },
    async (request, reply) => {
      const lines = await linesOf(world, actorOn(request))
      if ('code' in lines) return sendRefusal(reply, lines)
      const newOrders = world.definitions.current().options.CardsAddonExtProdBureau
      return reply.send({ bureaus: lines.map((line) => presentLine(line, line.name === newOrders)) } satisfies Production)
    },
  )
  app.get(
    '/production/batches',
    {
      config: { guarded: 'admin:production' },
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
      config: { guarded: 'admin:production' },
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
      const { manifestHash, signature } = found.batch
      const tries = found.attempts.map((attempt) => ({ ...attempt, at: attempt.at.toISOString(), endedAt: timeOf(attempt.endedAt) }))
      return reply.send({
        ...presentBatch(found.batch),
        manifestHash,
        manifestErasedAt: timeOf(found.manifestErasedAt),
        signature: signature && { ...signature },
        tries,
        lines,
      } satisfies Batch)
    },
  )
  app.get(
    '/production/batches/:id/manifest.json',
    {
      config: { guarded: 'admin:production' },
      schema: {
        operationId: 'manifest',
        tags,
        summary: 'The manifest of a batch, to the byte as it was sealed',
        params: Id,
        response: answers(
          {
            200: {
              type: 'string',
              description: 'Canonical JSON, whose SHA-256 is the hash of the batch; where somebody in it was erased, what is left of it.',
            },
          },
          [401, 403, 404],
        ),
      },
    },
    async (request, reply) => {
      const found = await manifest(world, actorOn(request), request.params.id)
      if ('code' in found) return sendRefusal(reply, found)
      return reply
        .type('application/json')
        .header('content-disposition', `attachment; filename="manifest-${found.batch.number}-${found.batch.id}.json"`)
        .serializer((text: unknown) => String(text))
        .send(found.text)
    },
  )
  app.get(
    '/production/messages',
    {
      config: { guarded: 'admin:production' },
      schema: {
        operationId: 'bureauMessages',
        tags,
        summary: 'What the bureaus said, newest first',
        querystring: Page,
        response: answers({ 200: BureauMessages }, [400, 401, 403]),
      },
    },
    async (request, reply) => {
      const { after, limit = 30 } = request.query
      const found = await messages(world, actorOn(request), after, limit)
      if ('code' in found) return sendRefusal(reply, found)
      return reply.send({
        items: found.items.map((each) => presentMessage(world.catalog, each)),
        next: found.next,
      } satisfies BureauMessages)
    },
  )
  app.post(
    '/production/:bureau/release',
    {
      config: { guarded: startPermission(sendQueuedOrders), repeats: 'begin' },
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
      const released = await release(world, actorOn(request), request.params.bureau)
      return 'code' in released ? sendRefusal(reply, released) : reply.send(released satisfies Release)
    },
  )
}

type Shown = Production['bureaus'][number]

function presentLine({ name, definition, press, stages, schedule }: Line, takesNewOrders: boolean): Shown {
  return {
    name,
    label: definition.label,
    id: press?.id ?? null,
    connector: definition.connection.kind,
    takesNewOrders,
    stoppedAt: timeOf(press?.stoppedAt ?? null),
    stoppedWhy: press?.stoppedWhy ?? null,
    ...(Object.fromEntries(Object.entries(stages).map(([stage, { count, oldest }]) => [stage, { count, oldest: timeOf(oldest) }])) as Pick<
      Shown,
      keyof Line['stages']
    >),
    schedule: { ...schedule, next: timeOf(schedule.next) },
  }
}

const presentMessage = (catalog: Catalog, { message, incidents, cards }: MessageView): BureauMessage => ({
  ...message,
  saidAt: timeOf(message.saidAt),
  receivedAt: message.receivedAt.toISOString(),
  recordedAt: timeOf(message.recordedAt),
  unmatched: message.unmatched.map((line) => {
    const card = cards.get(line.card)
    return { ...line, label: card ? labelOf(catalog, card) : null }
  }),
  incidents: incidents.map(({ id, number, state }) => ({ id, number, state })),
})

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
    cutOffAt: timeOf(found.cutOffAt),
  }
}

const timeOf = (time: Date | null): string | null => time?.toISOString() ?? null

const wrongMark = refuse('invalid_cursor', 'The mark `after` is not one that a page of this list ended with.', 'Begin the list again.')

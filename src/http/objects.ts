import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Template } from '../engine/object.ts'
import { type Actor, readPermission } from '../engine/permit.ts'
import type { Refusal } from '../engine/refusal.ts'
import { departuresOf, queueOf } from '../runtime/departures.ts'
import { faceOf, photoOf } from '../runtime/face.ts'
import { count, type Find, find, get } from '../runtime/find.ts'
import { history } from '../runtime/history.ts'
import { offers } from '../runtime/offers.ts'
import { anyOf } from './any-of.ts'
import { type Api, type App, actorOn } from './api.ts'
import { Count, History, type Offer, Offers, OneObject, Rows } from './contract/object.ts'
import { Id, ListQuery, Page, QueueQuery, Side } from './contract/parameters.ts'
import { picture, sendPicture } from './picture.ts'
import { presentLines, presentObject, presentTold } from './present/object.ts'
import { sendRefusal } from './problem.ts'
import { answers } from './schema.ts'

/** For each collection that the catalog's templates name (users, cards): its lists, its objects, and what belongs to one. */
export function registerObjects(app: App, api: Api): void {
  const { templates } = api.world.catalog
  for (const path of new Set(templates.map((template) => template.path))) {
    const mine = templates.filter((template) => template.path === path)
    registerLists(app, api, path, mine)
    registerOne(app, api, path, mine)
    registerPictures(app, api, path, mine)
  }
}

function registerLists(app: App, { world }: Api, path: string, templates: readonly Template[]): void {
  const { catalog } = world
  const querystring = Type.Object({ ...ListQuery.properties, ...filtersOf(templates), ...(holdCards(templates) && QueueQuery.properties) })
  const tags = [tagOf(templates)]
  const list = async (request: FastifyRequest, reply: FastifyReply, asked: Asked): Promise<FastifyReply> => {
    const found = await find(world, actorOn(request), { ...searchOf(templates, asked), limit: asked.limit ?? 50 })
    if ('code' in found) return sendRefusal(reply, found, {}, badAddress(found))
    const items = presentLines(catalog, found.objects, await departuresOf(world, found.objects))
    return reply.send({ items, next: found.next } satisfies Rows)
  }
  const howMany = async (request: FastifyRequest, reply: FastifyReply, asked: Asked): Promise<FastifyReply> => {
    const counted = await count(world, actorOn(request), searchOf(templates, asked))
    return 'code' in counted ? sendRefusal(reply, counted, {}, badAddress(counted)) : reply.send(counted satisfies Count)
  }
  app.get(
    `/${path}`,
    {
      config: { guarded: templates.map(({ name }) => readPermission(name)) },
      schema: {
        operationId: `find${tags[0]}`,
        tags,
        summary: `Search ${path}`,
        querystring,
        response: answers({ 200: Rows }, [400, 401, 403, 404]),
      },
    },
    (request, reply) => list(request, reply, request.query),
  )
  app.get(
    `/${path}/count`,
    {
      config: { guarded: templates.map(({ name }) => readPermission(name)) },
      schema: {
        operationId: `count${tags[0]}`,
        tags,
        summary: `How many ${path} a search finds`,
        querystring,
        response: answers({ 200: Count }, [400, 401, 403, 404]),
      },
    },
    (request, reply) => howMany(request, reply, request.query),
  )
  // The same with what is looked for in the body: a name in an address lands in the logs of whatever stands between.
  app.post(
    `/${path}/search`,
    {
      config: { guarded: templates.map(({ name }) => readPermission(name)), repeats: 'no', looking: true },
      schema: {
        operationId: `search${tags[0]}`,
        tags,
        summary: `Search ${path}, with what is looked for out of the address`,
        body: querystring,
        response: answers({ 200: Rows }, [400, 401, 403, 404, 413, 415]),
      },
    },
    (request, reply) => list(request, reply, request.body),
  )
  app.post(
    `/${path}/search/count`,
    {
      config: { guarded: templates.map(({ name }) => readPermission(name)), repeats: 'no', looking: true },
      schema: {
        operationId: `countSearched${tags[0]}`,
        tags,
        summary: `How many ${path} a search finds, with what is looked for out of the address`,
        body: querystring,
        response: answers({ 200: Count }, [400, 401, 403, 404, 413, 415]),
      },
    },
    (request, reply) => howMany(request, reply, request.body),
  )
}

/** A search, however it was given. */
type Asked = Readonly<Record<string, unknown>> & { readonly limit?: number | undefined }

function registerOne(app: App, { world }: Api, path: string, templates: readonly Template[]): void {
  const { catalog } = world
  const [tag, one] = [tagOf(templates), oneOf(templates)]
  app.get(
    `/${path}/:id`,
    {
      config: { guarded: templates.map(({ name }) => readPermission(name)) },
      schema: {
        operationId: `get${one}`,
        tags: [tag],
        summary: `One of the ${path}`,
        params: Id,
        response: answers({ 200: OneObject }, [401, 403, 404]),
      },
    },
    async (request, reply) => {
      const profile = await anyOf(templates, (template) => get(world, actorOn(request), template, request.params.id))
      if ('code' in profile) return sendRefusal(reply, profile)
      return reply.header('etag', `"${profile.object.version}"`).send(presentObject(catalog, profile, await queueOf(world, profile.order)))
    },
  )
  app.get(
    `/${path}/:id/history`,
    {
      config: { guarded: templates.map(({ name }) => readPermission(name)) },
      schema: {
        operationId: `historyOf${one}`,
        tags: [tag],
        summary: 'What happened to it, in sentences, newest first',
        params: Id,
        querystring: Page,
        response: answers({ 200: History }, [400, 401, 403, 404]),
      },
    },
    async (request, reply) => {
      const { after, limit = 50 } = request.query
      const told = await anyOf(templates, (template) => history(world, actorOn(request), template, request.params.id, after, limit))
      if ('code' in told) return sendRefusal(reply, told)
      return reply.send({ items: told.items.map((each) => presentTold(catalog, each)), next: told.next } satisfies History)
    },
  )
  app.get(
    `/${path}/:id/offers`,
    {
      config: { guarded: templates.map(({ name }) => readPermission(name)) },
      schema: {
        operationId: `offersOf${one}`,
        tags: [tag],
        summary: 'Which commands it may be given now, and for the others why not',
        params: Id,
        response: answers({ 200: Offers }, [401, 403, 404]),
      },
    },
    async (request, reply) => {
      const { id } = request.params
      const profile = await anyOf(templates, (template) => get(world, actorOn(request), template, id))
      if ('code' in profile) return sendRefusal(reply, profile)
      return reply.send({ items: await offersFor(world, actorOn(request), profile.template.name, id) } satisfies Offers)
    },
  )
}

function registerPictures(app: App, { world }: Api, path: string, templates: readonly Template[]): void {
  const [tag, one] = [tagOf(templates), oneOf(templates)]
  if (holdCards(templates))
    app.get(
      `/${path}/:id/face.svg`,
      {
        config: { guarded: templates.map(({ name }) => readPermission(name)) },
        schema: {
          operationId: `faceOf${one}`,
          tags: [tag],
          summary: 'What it looks like',
          params: Id,
          querystring: Side,
          response: answers(picture('image/svg+xml'), [400, 401, 403, 404]),
        },
      },
      async (request, reply) => {
        const { side = 'front' } = request.query
        const face = await anyOf(templates, (template) => faceOf(world, actorOn(request), template, request.params.id, side))
        return typeof face === 'string'
          ? sendPicture(reply, request.headers['if-none-match'], 'image/svg+xml', Buffer.from(face))
          : sendRefusal(reply, face)
      },
    )
  if (templates.some((template) => template.table === 'person'))
    app.get(
      `/${path}/:id/photo`,
      {
        config: { guarded: templates.map(({ name }) => readPermission(name)) },
        schema: {
          operationId: `photoOf${one}`,
          tags: [tag],
          summary: 'The photo',
          params: Id,
          querystring: Type.Object({ version: Type.Optional(Type.String()) }),
          response: answers(picture('image/*'), [401, 403, 404]),
        },
      },
      async (request, reply) => {
        const photo = await anyOf(templates, (template) => photoOf(world, actorOn(request), template, request.params.id))
        return 'code' in photo
          ? sendRefusal(reply, photo)
          : sendPicture(reply, request.headers['if-none-match'], photo.mediaType, Buffer.from(photo.bytes))
      },
    )
}

async function offersFor(world: Api['world'], actor: Actor, template: string, id: string): Promise<Offer[]> {
  return (await offers(world, actor, template, [id])).map(({ useCase, refusals, whileQueued }) => {
    const refusal = refusals.get(id)
    return { useCase: useCase.slug, label: useCase.name, may: !refusal, ...(refusal && { refusal }), ...(whileQueued && { whileQueued }) }
  })
}

const OWN = new Set(Object.keys(ListQuery.properties))

/** The address as a search. A name that is none of ours is a filter; whether there is such a one is for the search to say. */
function searchOf(templates: readonly Template[], query: Record<string, unknown>): Omit<Find, 'limit'> {
  const { template = templates[0]?.name ?? '', state, q, sort, after } = query as Record<string, string | undefined>
  const filters = Object.fromEntries(Object.entries(query).flatMap(([name, value]) => (OWN.has(name) ? [] : [[name, textOf(value)]])))
  const stranger = !templates.some((each) => each.name === template)
  return {
    template: stranger ? `${template}, of ${templates[0]?.path}` : template,
    filters,
    ...(state !== undefined && { state }),
    ...(q !== undefined && { q }),
    ...(sort !== undefined && { sort }),
    ...(after !== undefined && { after }),
  }
}

/** In a body anything may stand where a text belongs. */
const textOf = (value: unknown): string => (typeof value === 'object' ? JSON.stringify(value) : String(value))

/** What a search does not know is a mistake in the address; the list itself is there. */
const badAddress = ({ code }: Refusal): number | undefined => (code.startsWith('no_such_') ? 400 : undefined)

const filtersOf = (templates: readonly Template[]) =>
  Object.fromEntries(
    templates.flatMap(({ fields }) =>
      Object.entries(fields).flatMap(([name, field]) =>
        field.list?.filterable ? [[name, Type.Optional(Type.String({ maxLength: 200, description: field.label }))]] : [],
      ),
    ),
  )

const holdCards = (templates: readonly Template[]): boolean => templates.some((template) => template.table === 'card')

const tagOf = ([first]: readonly Template[]): string => first?.plural ?? ''

const oneOf = ([first]: readonly Template[]): string => (first?.label ?? '').replaceAll(' ', '')

import { Type } from 'typebox'
import type { Template } from '../engine/object.ts'
import { readPermission } from '../engine/permit.ts'
import { plannedFaceOf } from '../runtime/face.ts'
import { previewLayout } from '../runtime/layout-preview.ts'
import { type Print, printOf, printPlanned } from '../runtime/print.ts'
import { anyOf } from './any-of.ts'
import { type Api, type App, actorOn } from './api.ts'
import * as Contract from './contract/layout.ts'
import { Id, Side } from './contract/parameters.ts'
import { picture, sendPicture } from './picture.ts'
import { sendRefusal } from './problem.ts'
import { answers } from './schema.ts'

/** What the bureau gets to print: of a card, of one that would be ordered for a user, and in a layout that is being edited. */
export function registerLayouts(app: App, api: Api): void {
  const { templates } = api.world.catalog
  for (const path of new Set(templates.map((template) => template.path))) {
    const mine = templates.filter((template) => template.path === path)
    if (mine.some(({ table }) => table === 'card')) registerPrint(app, api, path, mine)
    if (mine.some(({ table }) => table === 'person')) registerPlannedCard(app, api, path, mine)
  }
  registerDraft(app, api)
}

function registerPrint(app: App, { world }: Api, path: string, templates: readonly Template[]): void {
  app.get(
    `/${path}/:id/print`,
    {
      config: { guarded: templates.map(({ name }) => readPermission(name)) },
      schema: {
        operationId: `printOf${oneOf(templates)}`,
        tags: [tagOf(templates)],
        summary: 'What the bureau gets to print',
        params: Id,
        response: answers({ 200: Contract.Print }, [401, 403, 404]),
      },
    },
    async (request, reply) => {
      const print = await anyOf(templates, (template) => printOf(world, actorOn(request), template, request.params.id))
      return 'code' in print ? sendRefusal(reply, print) : reply.send(presentPrint(print))
    },
  )
}

function registerPlannedCard(app: App, { world }: Api, path: string, templates: readonly Template[]): void {
  const [tag, one] = [tagOf(templates), oneOf(templates)]
  app.get(
    `/${path}/:id/card-preview`,
    {
      config: { guarded: [...templates.map(({ name }) => readPermission(name)), 'start:{useCase}'] },
      schema: {
        operationId: `cardPreviewOf${one}`,
        tags: [tag],
        summary: 'What the bureau would get to print of a card that is ordered now, and what it would refuse',
        params: Id,
        querystring: Contract.PlannedCard,
        response: answers({ 200: Contract.Print }, [400, 401, 403, 404]),
      },
    },
    async (request, reply) => {
      const { params, query } = request
      const print = await anyOf(templates, (template) => printPlanned(world, actorOn(request), template, params.id, query))
      return 'code' in print ? sendRefusal(reply, print) : reply.send(presentPrint(print))
    },
  )
  app.get(
    `/${path}/:id/card-preview.svg`,
    {
      config: { guarded: [...templates.map(({ name }) => readPermission(name)), 'start:{useCase}'] },
      schema: {
        operationId: `cardPreviewPictureOf${one}`,
        tags: [tag],
        summary: 'What a card would look like that is ordered now',
        params: Id,
        querystring: Type.Object({ ...Contract.PlannedCard.properties, ...Side.properties }),
        response: answers(picture('image/svg+xml'), [400, 401, 403, 404]),
      },
    },
    async (request, reply) => {
      const { side = 'front', useCase, validTo } = request.query
      const asked = { useCase, validTo, side }
      const face = await anyOf(templates, (template) => plannedFaceOf(world, actorOn(request), template, request.params.id, asked))
      return typeof face === 'string'
        ? sendPicture(reply, request.headers['if-none-match'], 'image/svg+xml', Buffer.from(face))
        : sendRefusal(reply, face)
    },
  )
}

function registerDraft(app: App, { world }: Api): void {
  app.post(
    '/layouts/preview',
    {
      config: { guarded: 'admin:cards', repeats: 'no' },
      schema: {
        operationId: 'previewLayout',
        tags: ['Administration'],
        summary: 'What cards would look like in a layout, and what stands against it',
        description: 'The layout is not published; nothing is changed.',
        body: Contract.LayoutDraft,
        response: answers({ 200: Contract.LayoutPreview }, [400, 401, 403, 404, 413, 415]),
      },
    },
    async (request, reply) => {
      const { layout, template } = request.body
      const preview = await previewLayout(world, actorOn(request), layout, template)
      if ('code' in preview) return sendRefusal(reply, preview)
      const { front, back, objections } = preview
      return reply.send({ front, back, objections: [...objections] } satisfies Contract.LayoutPreview)
    },
  )
}

const presentPrint = ({ bureau, layout, data, problems }: Print): Contract.Print => ({
  bureau,
  layout: { name: layout.name, label: layout.label },
  // What is known only when the card is made out, such as its number, is not among the data of one that is planned.
  fields: layout.fields.flatMap(({ name, label }) => (Object.hasOwn(data, name) ? [{ name, label, value: data[name] ?? null }] : [])),
  photo: layout.photo !== null,
  problems: problems.map(({ field, sentence }) => ({ field, sentence })),
})

const tagOf = ([first]: readonly Template[]): string => first?.plural ?? ''

const oneOf = ([first]: readonly Template[]): string => (first?.label ?? '').replaceAll(' ', '')

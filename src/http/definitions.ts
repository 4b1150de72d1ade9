import type { FastifyReply } from 'fastify'
import { Type } from 'typebox'
import type { Refusal } from '../engine/refusal.ts'
import { type AttachableItem, attachable, type ProcessLine, process, processes, readCommands, readOptions } from '../runtime/admin.ts'
import { publish } from '../runtime/publish.ts'
import { versions } from '../runtime/versions.ts'
import { type Api, type App, actorOn } from './api.ts'
import { Attachable, Commands, Options, OptionsChange, Process, Processes, type ProcessItem, Versions } from './contract/admin.ts'
import { Page, StatePlace } from './contract/parameters.ts'
import { IfMatch, tagIn } from './if-match.ts'
import { presentVersion } from './present/role.ts'
import { sendRefusal } from './problem.ts'
import { answers } from './schema.ts'

const tags = ['Administration']

/** What an administrator decides: the Additional Commands of each state, and the options. Each is published as a new version. */
export function registerDefinitions(app: App, api: Api): void {
  registerCommandsOfStates(app, api)
  registerOptions(app, api)
  registerProcesses(app, api)
}

function registerCommandsOfStates(app: App, { world }: Api): void {
  const path = '/templates/:template/states/:state/commands'
  app.get(
    path,
    {
      config: { guarded: 'admin:{group}' },
      schema: {
        operationId: 'readCommands',
        tags,
        summary: 'The Additional Commands of a state',
        params: StatePlace,
        response: answers({ 200: Commands }, [401, 403, 404]),
      },
    },
    async (request, reply) => {
      const { template, state } = request.params
      const found = readCommands(world, actorOn(request), template, state)
      return 'code' in found ? sendRefusal(reply, found) : versioned(reply, found.hash).send({ items: found.items } satisfies Shown)
    },
  )
  app.put(
    path,
    {
      config: { guarded: 'admin:{group}' },
      schema: {
        operationId: 'publishCommands',
        tags,
        summary: 'Publish the Additional Commands of a state',
        description:
          'They are in force for every command that begins from then on. With `If-Match` it is refused where somebody else published meanwhile.',
        params: StatePlace,
        headers: IfMatch,
        body: Commands,
        response: answers({ 200: Commands }, [400, 401, 403, 404, 412, 413, 415, 422]),
      },
    },
    async (request, reply) => {
      const { template, state } = request.params
      const { items, why } = request.body
      const change = { kind: 'commands', template, state, items } as const
      const published = await publish(world, actorOn(request), { change, ifMatch: tagIn(request.headers['if-match']), why: why ?? null })
      if ('code' in published) return sendRefusal(reply, published)
      return versioned(reply, published.hash).send({ items } satisfies Shown)
    },
  )
  app.get(
    '/templates/:template/states/:state/attachable',
    {
      config: { guarded: 'admin:{group}' },
      schema: {
        operationId: 'readAttachable',
        tags,
        summary: 'What can be attached to a state, and what cannot, and why',
        params: StatePlace,
        response: answers({ 200: Attachable }, [401, 403, 404]),
      },
    },
    async (request, reply) => {
      const items = attachable(world, actorOn(request), request.params.template, request.params.state)
      return 'code' in items ? sendRefusal(reply, items) : reply.send({ items: items.map(presentAttachable) } satisfies Attachable)
    },
  )
}

function registerOptions(app: App, { world }: Api): void {
  const show = (reply: FastifyReply, found: Exclude<ReturnType<typeof readOptions>, Refusal>) => {
    const items = found.items.map(({ option, schema, value }) => ({
      name: option.name,
      label: option.field.label,
      means: option.means,
      schema,
      value,
      default: option.field.default,
    }))
    return versioned(reply, found.hash).send({ items } satisfies Options)
  }
  app.get(
    '/options',
    {
      config: { guarded: 'admin:options' },
      schema: { operationId: 'readOptions', tags, summary: 'The options', response: answers({ 200: Options }, [401, 403]) },
    },
    async (request, reply) => {
      const found = readOptions(world, actorOn(request))
      return 'code' in found ? sendRefusal(reply, found) : show(reply, found)
    },
  )
  app.put(
    '/options',
    {
      config: { guarded: 'admin:options' },
      schema: {
        operationId: 'publishOptions',
        tags,
        summary: 'Publish options',
        description: 'Those that are not named stay as they are. With `If-Match` it is refused where somebody else published meanwhile.',
        headers: IfMatch,
        body: OptionsChange,
        response: answers({ 200: Options }, [400, 401, 403, 412, 413, 415, 422]),
      },
    },
    async (request, reply) => {
      const { values, why } = request.body
      const change = { kind: 'options', values } as const
      const published = await publish(world, actorOn(request), { change, ifMatch: tagIn(request.headers['if-match']), why: why ?? null })
      if ('code' in published) {
        const errors = published.problems?.map(({ field, sentence }) => ({ pointer: `/values/${field}`, detail: sentence }))
        return sendRefusal(reply, published, errors ? { errors } : {})
      }
      const found = readOptions(world, actorOn(request))
      return 'code' in found ? sendRefusal(reply, found) : show(reply, found)
    },
  )
}

function registerProcesses(app: App, { world }: Api): void {
  app.get(
    '/processes',
    {
      config: { guarded: 'admin:processes' },
      schema: {
        operationId: 'readProcesses',
        tags,
        summary: 'The processes of all use cases',
        response: answers({ 200: Processes }, [401, 403]),
      },
    },
    async (request, reply) => {
      const found = processes(world, actorOn(request))
      return 'code' in found ? sendRefusal(reply, found) : reply.send({ items: found.map(presentLine) } satisfies Processes)
    },
  )
  app.get(
    '/processes/:useCase',
    {
      config: { guarded: 'admin:processes' },
      schema: {
        operationId: 'readProcess',
        tags,
        summary: 'One process: its drawing, its page, where it is attached',
        params: Type.Object({ useCase: Type.String() }),
        response: answers({ 200: Process }, [401, 403, 404]),
      },
    },
    async (request, reply) => {
      const found = await process(world, actorOn(request), request.params.useCase)
      if ('code' in found) return sendRefusal(reply, found)
      const { drawing, hash, page, roles, runs } = found
      const lastAt = runs.lastAt?.toISOString() ?? null
      return reply.send({ ...presentLine(found), drawing, hash, page, roles: [...roles], runs: { ...runs, lastAt } } satisfies Process)
    },
  )
  app.get(
    '/versions',
    {
      config: { guarded: 'admin:versions' },
      schema: {
        operationId: 'readVersions',
        tags,
        summary: 'Who published what, newest first',
        querystring: Page,
        response: answers({ 200: Versions }, [400, 401, 403]),
      },
    },
    async (request, reply) => {
      const found = await versions(world, actorOn(request), request.query.after, request.query.limit ?? 30)
      if ('code' in found) return sendRefusal(reply, found)
      return reply.send({ items: found.items.map(presentVersion), next: found.next } satisfies Versions)
    },
  )
}

type Shown = { readonly items: readonly { readonly useCase: string; readonly mapping?: string }[] }

const versioned = (reply: FastifyReply, hash: string): FastifyReply => reply.header('etag', `"${hash}"`).header('cache-control', 'no-cache')

const presentAttachable = ({ useCase, refusal, mappings }: AttachableItem): Attachable['items'][number] => ({
  useCase: useCase.slug,
  label: useCase.name,
  symbol: useCase.symbol,
  may: !refusal,
  ...(refusal && { refusal }),
  mappings: [...mappings],
})

const presentLine = ({ useCase, attachedTo }: ProcessLine): ProcessItem => ({
  useCase: useCase.slug,
  label: useCase.name,
  symbol: useCase.symbol,
  template: useCase.on.name,
  story: useCase.story,
  offered: useCase.offered,
  attachedTo: [...attachedTo],
})

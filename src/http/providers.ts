import type { FastifyReply, FastifyRequest } from 'fastify'
import { isOwnAddress } from '../kit/own-address.ts'
import { enterClientSecret, NO_PROVIDER, readProviders, testProvider } from '../runtime/identity-providers.ts'
import { leaveForProvider, returnFromProvider } from '../runtime/provider-sign-in.ts'
import { publish } from '../runtime/publish.ts'
import { type Api, type App, actorOn } from './api.ts'
import {
  ClientSecret,
  Departure,
  Leave,
  type Provider,
  ProviderChange,
  ProviderFindings,
  ProviderName,
  Providers,
} from './contract/identity-provider.ts'
import { cookieSettings } from './cookie.ts'
import { IfMatch, tagIn } from './if-match.ts'
import { openConfig } from './open-route.ts'
import { sendRefusal } from './problem.ts'
import { answers } from './schema.ts'
import { inPlaceOfSession, keepToken } from './session-cookie.ts'
import { addressOf, whenceOf } from './whence.ts'

const done = { 204: { type: 'null', description: 'Done.' } } as const

/** The way to identity providers and back. */
export function registerProviderSignIn(app: App, { world }: Api): void {
  app.post(
    '/sign-in/providers/:name',
    {
      config: openConfig,
      schema: {
        operationId: 'leaveForProvider',
        tags: ['Session'],
        summary: 'Where to send the browser to sign in at an identity provider',
        params: ProviderName,
        body: Leave,
        response: answers({ 200: Departure }, [400, 404, 415, 429]),
      },
    },
    async (request, reply) => {
      const { name } = request.params
      const departure = await leaveForProvider(world, name, callbackOf(request, name), request.body.back)
      if ('code' in departure) return sendRefusal(reply, departure)
      // The way back is begun by the provider's page, and has to bring it along.
      const settings = { ...cookieSettings(request), sameSite: 'lax', maxAge: 600 } as const
      return reply.setCookie(bindingName(request), departure.binding, settings).send({ address: departure.address } satisfies Departure)
    },
  )
  app.get(
    '/sign-in/providers/:name/callback',
    {
      config: { guarded: 'nobody', rateLimit: openConfig.rateLimit },
      schema: { hide: true, params: ProviderName },
    },
    async (request, reply) => {
      const binding = request.cookies[bindingName(request)]
      reply.clearCookie(bindingName(request), cookieSettings(request))
      const address = new URL(request.url, callbackOf(request, ''))
      const coming = returnFromProvider(world, request.params.name, { address, binding }, whenceOf(request))
      const outcome = await inPlaceOfSession({ world }, request, coming)
      // A page shows the sentence; the address holds nothing but what kind it is.
      if ('code' in outcome) return reply.redirect(`/sign-in?refused=${outcome.code}`)
      return keepToken(reply, outcome.token).redirect(outcome.back !== undefined && isOwnAddress(outcome.back) ? outcome.back : '/')
    },
  )
  const callbackOf = (request: FastifyRequest, name: string): string => callback(world, request, name)
}

/** Admin > Sign-in: the identity providers. */
export function registerProviders(app: App, { world }: Api): void {
  const tags = ['Administration']
  const show = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const found = await readProviders(world, actorOn(request))
    if ('code' in found) return sendRefusal(reply, found)
    const items = found.map(
      ({ name, definition, hash, hasSecret }): Provider => ({
        name,
        definition: { ...definition, scopes: [...definition.scopes], mappings: [...definition.mappings] },
        version: hash,
        hasSecret,
        callback: callback(world, request, name),
      }),
    )
    return reply.send({ items } satisfies Providers)
  }
  app.get(
    '/identity-providers',
    {
      config: { guarded: 'admin:sign-in' },
      schema: { operationId: 'readProviders', tags, summary: 'The identity providers', response: answers({ 200: Providers }, [401, 403]) },
    },
    show,
  )
  app.put(
    '/identity-providers/:name',
    {
      config: { guarded: 'admin:sign-in' },
      schema: {
        operationId: 'publishProvider',
        tags,
        summary: 'Publish an identity provider',
        description: `In force at once. A new one is sent with \`If-Match: "${NO_PROVIDER}"\`, or without.`,
        params: ProviderName,
        headers: IfMatch,
        body: ProviderChange,
        response: answers({ 200: Providers }, [400, 401, 403, 409, 412, 413, 415, 422]),
      },
    },
    async (request, reply) => {
      const { definition, why } = request.body
      const change = { kind: 'identity-provider', name: request.params.name, definition } as const
      const published = await publish(world, actorOn(request), { change, ifMatch: tagIn(request.headers['if-match']), why: why ?? null })
      if (!('code' in published)) return show(request, reply)
      const errors = published.problems?.map(({ field, sentence }) => ({ pointer: `/definition/${field}`, detail: sentence }))
      return sendRefusal(reply, published, errors ? { errors } : {})
    },
  )
  app.put(
    '/identity-providers/:name/secret',
    {
      config: { guarded: 'admin:sign-in' },
      schema: {
        operationId: 'enterClientSecret',
        tags,
        summary: 'Enter the client secret of an identity provider',
        description: 'It is never shown again.',
        params: ProviderName,
        body: ClientSecret,
        response: answers(done, [400, 401, 403, 404, 415]),
      },
    },
    async (request, reply) => {
      const refusal = await enterClientSecret(world, actorOn(request), request.params.name, request.body.value)
      return refusal ? sendRefusal(reply, refusal) : reply.code(204).send()
    },
  )
  app.post(
    '/identity-providers/:name/test',
    {
      config: { guarded: 'admin:sign-in', repeats: 'no' },
      schema: {
        operationId: 'testProvider',
        tags,
        summary: 'Whether an identity provider can be reached',
        params: ProviderName,
        response: answers({ 200: ProviderFindings }, [401, 403, 404, 415]),
      },
    },
    async (request, reply) => {
      const items = await testProvider(world, actorOn(request), request.params.name)
      return 'code' in items ? sendRefusal(reply, items) : reply.send({ items } satisfies ProviderFindings)
    },
  )
}

const callback = (world: Api['world'], request: FastifyRequest, name: string): string =>
  `${addressOf(world, request)}/api/v1/sign-in/providers/${encodeURIComponent(name)}/callback`

const bindingName = (request: FastifyRequest): string => (request.protocol === 'https' ? '__Host-cardinal-provider' : 'cardinal-provider')

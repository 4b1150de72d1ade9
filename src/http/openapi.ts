import fastifySwagger from '@fastify/swagger'
import type { App } from './api.ts'
import { API_PAGE_STYLE, apiPage, type OpenApiDocument } from './api-page.ts'
import { guardsOf, isOpen } from './guard.ts'
import { answers, inPlain, namedSchemas } from './schema.ts'
import { documentPolicy } from './security-headers.ts'

/** Gathers the document from the routes that are registered after it. */
export async function registerOpenApi(app: App): Promise<void> {
  for (const schema of namedSchemas()) app.addSchema(schema)
  await app.register(fastifySwagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Cardinal',
        version: '1',
        description: DESCRIPTION,
      },
      servers: [{ url: '/', description: 'This installation' }],
      components: {
        securitySchemes: {
          session: {
            type: 'apiKey',
            in: 'cookie',
            name: 'cardinal',
            description: 'Set by sign-in; over TLS it is called `__Host-cardinal`.',
          },
          csrf: {
            type: 'apiKey',
            in: 'header',
            name: 'x-csrf-token',
            description: 'With everything that changes something: the token that sign-in answered.',
          },
          token: { type: 'http', scheme: 'bearer', description: 'The token of an API client; it needs neither cookie nor `x-csrf-token`.' },
        },
      },
    },
    refResolver: { buildLocalReference: (json, _, __, at) => (typeof json.$id === 'string' ? json.$id : `schema${at}`) },
    transform({ schema, url, route }) {
      const guards = route.config ? guardsOf(route.config) : []
      const open = route.config !== undefined && isOpen(route.config)
      const security = open ? [] : [{ session: [], ...(route.method !== 'GET' && { csrf: [] }) }, { token: [] }]
      const isKept = route.method === 'POST' && route.config?.repeats !== undefined && route.config.repeats !== 'no'
      // What may be refused before a route is reached: a token wherever it is brought, and another site whatever it asks to change.
      const response = {
        ...answers({}, [
          400,
          ...(route.method === 'GET' ? [] : [403, 413, 415]),
          ...(isKept ? [409] : []),
          ...(open && route.method === 'GET' ? [] : [403, 429]),
        ]),
        ...(schema?.response as object | undefined),
      }
      const body = schema?.body ? { body: inPlain(schema.body) } : {}
      return {
        schema: {
          ...schema,
          ...body,
          response,
          ...(isKept && { headers: IdempotencyKey }),
          'x-guarded-by': guards,
          security,
        },
        url,
      }
    },
  })
}

const IdempotencyKey = {
  type: 'object',
  properties: {
    'idempotency-key': {
      type: 'string',
      maxLength: 200,
      description: 'With the same key and the same body it is performed once, and answered the same again.',
    },
  },
}

/** The document of the routes that are registered. */
export function documentOf(app: App): OpenApiDocument {
  const document = app.swagger() as OpenApiDocument
  for (const operation of Object.values(document.paths ?? {}).flatMap((methods) => Object.values(methods)))
    for (const [status, answer] of Object.entries(operation.responses ?? {}))
      if (answer.description === 'Default Response') answer.description = DONE[status] ?? 'Done'
  return document
}

const DONE: Readonly<Record<string, string>> = { 202: 'It asks, is under way, or waits', 204: 'Done; nothing to say' }

/** The document itself, and the page that shows it. */
export function registerDocument(app: App): void {
  let text: string | undefined
  let page: string | undefined
  const policy = documentPolicy(API_PAGE_STYLE)
  const open = { config: { guarded: 'nobody' }, schema: { hide: true } } as const
  app.get('/api/v1/openapi.json', open, async (_, reply) => {
    text ??= JSON.stringify(documentOf(app))
    return reply.type('application/json').header('cache-control', 'no-cache').send(text)
  })
  app.get('/api', open, async (_, reply) => {
    page ??= apiPage(documentOf(app))
    return reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache').header('content-security-policy', policy).send(page)
  })
}

const DESCRIPTION = `The desk from which an organisation issues identity cards.

Sign in with \`POST /api/v1/sign-in\`; the answer sets the session's cookie and holds the token \`csrf\`, which everything that changes something sends back as \`x-csrf-token\`. A program has an API client and a token instead, and sends it as \`Authorization: Bearer …\`.

A use case is performed with \`POST /api/v1/commands/…\` on a set of objects. With the answers to its form it runs to its end (200); without, it stops at its form (202), and the run goes on with \`POST /api/v1/runs/{id}/answer\`. What was refused is named object by object, with a code, a sentence and a remedy, and changed nothing.

A POST with an \`Idempotency-Key\` is performed once, however often it is sent.

Errors are problem details (RFC 9457) with \`code\` and \`remedy\`.`

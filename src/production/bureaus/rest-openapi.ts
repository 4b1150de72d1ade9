/** The HTTP interface of a bureau as an OpenAPI 3.1 document, with the messages as the code reads and writes them. */
import type { TSchema } from 'typebox'
import {
  Acknowledged,
  CutOff,
  Failed,
  InProduction,
  OrderBatch,
  Produced,
  Recall,
  RecallAccepted,
  RecallRefused,
  Shipped,
} from '../contract/message.ts'
import { PAGE } from './polled-messages.ts'

const fromCardinal = { OrderBatch, Recall, Acknowledged }
const fromBureau = { Acknowledged, InProduction, Produced, Shipped, Failed, RecallAccepted, RecallRefused, CutOff }

/** The document as text, as it is committed at docs/bureau/rest.openapi.json: short lists on one line, as the formatter writes them. */
export const restOpenApi = (): string =>
  JSON.stringify(document(), undefined, 2).replaceAll(
    /\[\s+("[^[\]{}]*")\s+\]/g,
    (_, items: string) => `[${items.replaceAll(/\s*\n\s*/g, ' ')}]`,
  )

const document = () => ({
  openapi: '3.1.0',
  info: {
    title: 'A bureau, as Cardinal calls it',
    version: '1',
    description:
      'What a bureau serves so that Cardinal can hand over card orders. The page rest.md beside this document says how it is meant.',
  },
  servers: [
    { url: '{address}', variables: { address: { default: 'https://bureau.example/cardinal', description: 'As it is entered in Admin.' } } },
  ],
  security: [{ token: [] }],
  paths: { '/health': health, '/photos/{sha256}': photo, '/messages': messages, '/messages/{message}/refused': refused },
  webhooks: { message: webhook },
  components: {
    securitySchemes: { token: { type: 'http', scheme: 'bearer', description: 'The bureau makes it; it is entered in Admin.' } },
    schemas: {
      ...fromCardinal,
      ...fromBureau,
      FromCardinal: anyOf(fromCardinal),
      FromBureau: anyOf(fromBureau),
      Messages: {
        type: 'object',
        required: ['messages'],
        properties: { messages: { type: 'array', items: ref('FromBureau') } },
        description: 'Messages of the bureau, the oldest first.',
      },
      Problem: {
        type: 'object',
        properties: { type: { type: 'string' }, title: { type: 'string' }, status: { type: 'integer' }, detail: { type: 'string' } },
        description: 'RFC 9457. Of `detail`, else of `title`, operators are shown 300 characters as one line; it holds no personal data.',
      },
    } satisfies Record<string, TSchema>,
  },
})

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` })
const anyOf = (named: Record<string, TSchema>) => ({ anyOf: Object.keys(named).map(ref) })
const json = (name: string) => ({ 'application/json': { schema: ref(name) } })
const says = (description: string) => ({ description })
const problem = (description: string) => ({ description, content: { 'application/problem+json': { schema: ref('Problem') } } })

const version = {
  name: 'Cardinal-Version',
  in: 'header',
  required: true,
  schema: { type: 'string', const: '1' },
  description: 'The version of the contract.',
}
const noToken = { 401: says('The token is not accepted.') }

const health = {
  get: {
    operationId: 'health',
    summary: 'Whether the bureau is there and accepts the token. It changes nothing.',
    parameters: [version],
    responses: { 200: says('It is well.'), 204: says('It is well.'), ...noToken },
  },
}

const photo = {
  parameters: [
    version,
    {
      name: 'sha256',
      in: 'path',
      required: true,
      schema: { type: 'string', pattern: '^[0-9a-f]{64}$' },
      description: 'SHA-256 of the photo’s bytes, as the batch names it.',
    },
  ],
  head: {
    operationId: 'hasPhoto',
    summary: 'Whether the bureau has this photo already.',
    responses: { 200: says('It has.'), 204: says('It has.'), 404: says('It has not.'), ...noToken },
  },
  put: {
    operationId: 'givePhoto',
    summary: 'A photo. To put it again does no harm.',
    requestBody: { required: true, content: { 'image/*': { schema: { type: 'string', format: 'binary' } } } },
    responses: {
      200: says('Taken.'),
      201: says('Taken.'),
      204: says('Taken.'),
      ...noToken,
      413: problem('Too large.'),
      415: problem('Not a kind of picture that is taken.'),
      422: problem('The bytes do not have this hash, or are no picture.'),
    },
  },
}

const promise = {
  'Cardinal-Taken': {
    schema: { type: 'string', const: 'no' },
    description: 'The bureau’s promise that it has taken nothing of the request and never will. Without it, it is unclear whether it has.',
  },
}
const unclear = (description: string) => ({ ...problem(description), headers: promise })

const messages = {
  parameters: [version],
  post: {
    operationId: 'giveMessage',
    summary: 'A message of Cardinal’s: an order batch, a recall, or the acknowledgement of a message of the bureau’s.',
    parameters: [
      {
        name: 'Idempotency-Key',
        in: 'header',
        required: true,
        schema: { type: 'string', format: 'uuid' },
        description: 'The id of the message. A repeat has the same, and is answered as the first was.',
      },
    ],
    requestBody: { required: true, content: json('FromCardinal') },
    responses: {
      200: { description: 'It is kept; with what the bureau can say at once.', content: json('Messages') },
      202: { description: 'The same as 200.', content: json('Messages') },
      204: says('It is kept.'),
      400: problem('Not taken: it is not well-formed.'),
      ...noToken,
      403: says('The token does not allow it. Not taken.'),
      404: says('There is no such interface here. Not taken.'),
      409: problem('A message with this id is known, with another content.'),
      413: problem('Not taken: it is too large.'),
      415: problem('Not taken: it is not JSON.'),
      422: problem('Not taken: it does not keep to the contract.'),
      429: problem('Not taken: too much at once. `Retry-After` says when.'),
      500: unclear('It failed.'),
      503: unclear('It cannot work now. `Retry-After` says when it can.'),
    },
  },
  get: {
    operationId: 'listMessages',
    summary: 'What the bureau has to say and was not acknowledged or refused yet. Where Cardinal asks.',
    parameters: [
      {
        name: 'limit',
        in: 'query',
        required: true,
        schema: { type: 'integer', minimum: 1, maximum: PAGE },
        description: 'The most messages in the page.',
      },
    ],
    responses: {
      200: { description: 'The oldest of them, in their order.', content: json('Messages') },
      204: says('There are none.'),
      ...noToken,
    },
  },
}

const refused = {
  post: {
    operationId: 'refuseMessage',
    summary:
      'A message of the bureau’s that breaks the contract. It is not listed any more; the bureau gives it anew, corrected, with a new id.',
    parameters: [
      version,
      {
        name: 'message',
        in: 'path',
        required: true,
        schema: { type: 'string', format: 'uuid' },
        description: 'The id of the refused message.',
      },
    ],
    requestBody: {
      required: true,
      content: {
        'application/json': {
          schema: {
            type: 'object',
            required: ['reason'],
            properties: { reason: { type: 'string', description: 'In one sentence for an engineer.' } },
          },
        },
      },
    },
    responses: { 204: says('It is taken out of the list.'), ...noToken, 404: says('It is not in the list.') },
  },
}

const signed = (name: string, description: string) => ({ name, in: 'header', required: true, schema: { type: 'string' }, description })

const webhook = {
  post: {
    operationId: 'sendMessage',
    summary:
      'Where the bureau sends by itself: one message to https://<Cardinal>/api/v1/bureaus/<name>/messages, signed as a Standard Webhook.',
    security: [],
    parameters: [
      signed('webhook-id', 'The id of the message.'),
      signed('webhook-timestamp', 'When it was signed, in seconds since 1970.'),
      signed('webhook-signature', '`v1,` and the signature in base64; several with spaces between them.'),
    ],
    requestBody: { required: true, content: json('FromBureau') },
    responses: {
      204: says('It is recorded, and this acknowledges it.'),
      400: problem('It breaks the contract, and was refused; to send it again does not help.'),
      401: problem('The signature is not accepted.'),
      413: problem('It is too large.'),
      429: problem('Too much at once. Send it again later.'),
      503: problem('It could not be recorded. Send it again later.'),
    },
  },
}

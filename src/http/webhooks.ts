import { Type } from 'typebox'
import { takeWebhook } from '../runtime/webhook.ts'
import type { Api, App } from './api.ts'
import { sendRefusal } from './problem.ts'
import { answers, validatorOf } from './schema.ts'

const LARGEST = 20 * 1024 * 1024

/** What bureaus say by themselves: signed webhooks, whose body is taken to the byte because that is what is signed. */
export function registerWebhooks(app: App, { world }: Api): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'buffer', bodyLimit: LARGEST }, (_, body, done) => done(null, body))
  app.post(
    '/bureaus/:name/messages',
    {
      bodyLimit: LARGEST,
      config: { guarded: 'signature', repeats: 'no' },
      // Whoever reads the message says what is wrong with it.
      validatorCompiler: (part) => (part.httpPart === 'body' ? (value) => ({ value }) : validatorOf(part)),
      schema: {
        operationId: 'takeMessage',
        tags: ['Production'],
        summary: 'A bureau says something',
        description:
          'A message of the bureau contract, signed as Standard Webhooks are: `webhook-id`, `webhook-timestamp`, `webhook-signature`.',
        params: Type.Object({ name: Type.String({ maxLength: 60 }) }),
        body: { type: 'object', description: 'The message.' },
        response: answers({ 204: { type: 'null', description: 'Taken. It need not be sent again.' } }, [400, 401, 403, 413, 415]),
      },
    },
    async (request, reply) => {
      const header = (name: string): string | undefined => {
        const value = request.headers[name]
        return typeof value === 'string' ? value : undefined
      }
      const body: unknown = request.body
      const refusal = await takeWebhook(world, request.params.name, {
        id: header('webhook-id'),
        timestamp: header('webhook-timestamp'),
        signature: header('webhook-signature'),
        body: Buffer.isBuffer(body) ? body : new Uint8Array(),
      })
      return refusal ? sendRefusal(reply, refusal, {}, refusal.code === 'not_signed' ? 401 : 400) : reply.code(204).send()
    },
  )
}

import { refuse } from '../engine/refusal.ts'
import { mustBeReady } from '../runtime/ready.ts'
import type { Api, App } from './api.ts'
import { sendRefusal } from './problem.ts'

/** For whoever keeps the server running. Nothing here tells of persons, so nobody needs to sign in. */
export function registerHealth(app: App, { world, metrics, stopping }: Api): void {
  const open = { config: { guarded: 'nobody' }, schema: { hide: true } } as const
  app.get('/healthz', open, async () => ({ status: 'alive' }))
  app.get('/readyz', open, async (_, reply) => {
    if (stopping.aborted)
      return sendRefusal(reply, refuse('stopping', 'The server is stopping.', 'Ask another one, or in a moment.'), {}, 503)
    await mustBeReady(world)
    return reply.send({ status: 'ready' })
  })
  app.get('/metrics', open, async (_, reply) => {
    const { type, text } = await metrics.page()
    return reply.type(type).send(text)
  })
}

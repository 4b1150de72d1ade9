import fastifyRateLimit from '@fastify/rate-limit'
import { refuse } from '../engine/refusal.ts'
import type { App } from './api.ts'
import { Refused, sendRefusal } from './problem.ts'

const MINUTE = 60_000

/**
 * How often one address may ask, so that a program that runs wild is slowed and the others are not. Each node counts for itself; of IPv6 a
 * network counts as one address. Looked at before anything is asked of the database.
 * @param requestsAMinute for the whole API; 0 for no limit
 */
export async function registerRateLimit(app: App, requestsAMinute: number): Promise<void> {
  await app.register(fastifyRateLimit, {
    global: false,
    timeWindow: MINUTE,
    errorResponseBuilder: (_, { after }) => new Refused(tooMany(after)),
  })
  if (requestsAMinute === 0) return
  const count = app.createRateLimit({ max: requestsAMinute })
  app.addHook('onRequest', async (request, reply) => {
    const counted = await count(request)
    if (counted.isAllowed || !counted.isExceeded) return undefined
    const { ttlInSeconds } = counted
    return sendRefusal(reply.header('retry-after', ttlInSeconds), tooMany(`${ttlInSeconds} seconds`))
  })
}

const tooMany = (after: string) =>
  refuse('too_many_requests', 'There were too many requests from this address. Nothing was changed.', `Try again in ${after}.`)

import type { FastifyReply, FastifyRequest } from 'fastify'
import { refuse } from '../engine/refusal.ts'
import { canonical, sha256 } from '../kit/hash.ts'
import { isId } from '../kit/id.ts'
import { claimRequest, giveUpClaim, type KeyedRequest, keepAnswer } from '../runtime/repeat.ts'
import { viewOf } from '../runtime/run-view.ts'
import { answerView } from './answer-run.ts'
import { type Api, type App, actorOn } from './api.ts'
import { sendRefusal } from './problem.ts'

/** The claim of the request at hand: it is the one that performs, and begins its run with this id. */
export interface Claim {
  readonly request: KeyedRequest
  readonly runId: string
}

/**
 * A POST with an Idempotency-Key is performed once: the same key with the same body gets the same answer again, with another body a
 * refusal. What only reads, or does no harm twice, keeps nothing.
 */
export function registerIdempotency(app: App, { world }: Api): void {
  const underWay = new Set<string>()
  app.decorateRequest('claim', null)

  app.addHook('preHandler', async (request, reply) => {
    const asked = keyedRequest(request)
    if (asked === undefined) return undefined
    if (asked === 'unfit') return sendRefusal(reply, unfitKey, {}, 400)
    const mark = markOf(asked)
    if (underWay.has(mark)) return sendRefusal(reply.header('retry-after', '1'), stillUnderWay)
    const standing = await claimRequest(world, asked)
    switch (standing.kind) {
      case 'new':
        underWay.add(mark)
        request.claim = { request: asked, runId: standing.runId }
        return undefined
      case 'again':
        return repeat(reply, standing.status, standing.answer)
      case 'run':
        return answerView(reply.header(REPLAYED, 'true'), await viewOf(world, actorOn(request), standing.run))
      case 'other':
        return sendRefusal(reply, keyReused)
      case 'under way':
        return sendRefusal(reply.header('retry-after', '1'), stillUnderWay)
    }
  })

  app.addHook('onSend', async (request, reply, payload) => {
    const { claim } = request
    if (!claim) return payload
    request.claim = null
    try {
      // Whoever proved who they are sends the very same again, and then it is done.
      if (reply.statusCode < 500 && !isUnproved(reply.statusCode, payload))
        await keepAnswer(world, claim.request, reply.statusCode, typeof payload === 'string' && payload !== '' ? payload : null)
      else await giveUpClaim(world, claim.request, claim.runId)
    } catch (error) {
      // What was done is done; a repeat will find its run.
      request.log.error({ err: error }, 'The answer to a request with a key could not be kept.')
    } finally {
      underWay.delete(markOf(claim.request))
    }
    return payload
  })
}

const isUnproved = (status: number, payload: unknown): boolean =>
  status === 403 && typeof payload === 'string' && payload.includes('"code":"prove_identity"')

const REPLAYED = 'idempotency-replayed'

const markOf = ({ accountId, key }: KeyedRequest): string => `${accountId} ${key}`

function keyedRequest(request: FastifyRequest): KeyedRequest | 'unfit' | undefined {
  const key = request.headers['idempotency-key']
  if (request.method !== 'POST' || key === undefined || !request.session) return undefined
  const { repeats } = request.routeOptions.config
  if (repeats === 'no') return undefined
  if (typeof key !== 'string' || !/^[\x21-\x7e]{1,200}$/.test(key)) return 'unfit'
  const { id } = request.params as { id?: string }
  return {
    accountId: request.session.account.id,
    key,
    requestHash: sha256(`${request.method} ${request.url}\n${bodyHash(request.body)}`),
    ...(repeats === 'run' && id !== undefined && isId(id) && { about: id }),
  }
}

const bodyHash = (body: unknown): string => sha256(body instanceof Uint8Array ? body : canonical(body ?? null))

function repeat(reply: FastifyReply, status: number, answer: unknown): FastifyReply {
  const type = status >= 400 ? 'application/problem+json' : 'application/json'
  const told = reply.code(status).header(REPLAYED, 'true')
  if (answer === null) return told.send()
  return told
    .type(type)
    .serializer((text) => text as string)
    .send(JSON.stringify(answer))
}

const unfitKey = refuse(
  'invalid_idempotency_key',
  'An Idempotency-Key is 1 to 200 visible characters of ASCII. Nothing was changed.',
  'Send another key, such as a UUID.',
)

const keyReused = refuse(
  'idempotency_key_reused',
  'This Idempotency-Key was used for another request before. Nothing was changed.',
  'Send a new key with a new request, and the same key only with the same one.',
)

const stillUnderWay = refuse(
  'still_under_way',
  'The same request is being performed at this moment. Nothing was changed by this one.',
  'Send it again in a moment to get its answer.',
)

/** What a command, or an answer to a run, came to, as an HTTP answer. */
import type { FastifyReply } from 'fastify'
import { type Refusal, refuse } from '../engine/refusal.ts'
import type { Outcome } from '../runtime/begin.ts'
import { type RunView, resultOf, viewOf } from '../runtime/run-view.ts'
import { seenOf } from '../runtime/seen.ts'
import { watchRun } from '../runtime/watch-run.ts'
import { type Api, actorOn } from './api.ts'
import type { Result } from './contract/command.ts'
import { presentResults, presentRun } from './present/run.ts'
import { sendRefusal, statusOf } from './problem.ts'

/**
 * 200: it has ended. 202: it asks, is walked, or waits. What was refused to every object is a problem: 403 where the permission is missing,
 * 404 where nothing has the id, else 409. A run that waits for the outside is watched for some seconds first, for that is usually enough.
 */
export async function answerOutcome(
  api: Api,
  reply: FastifyReply,
  outcome: Outcome,
  objects: readonly string[] = [],
): Promise<FastifyReply> {
  const { world, metrics } = api
  const actor = actorOn(reply.request)
  if (outcome.kind === 'refused') return refuseOutcome(api, reply, outcome, objects)
  if (outcome.run.state !== 'waiting') {
    metrics.ranTo(outcome.useCase.slug, outcome.run)
    return answerView(reply, await viewOf(world, actor, outcome.run, outcome.end))
  }
  const run = await watchRun(world, outcome.run, patience(api, reply))
  metrics.ranTo(outcome.useCase.slug, run)
  return answerView(reply, run.state === 'waiting' ? await viewOf(world, actor, run, outcome.end) : await viewOf(world, actor, run))
}

/** A run as it stands, answered as the command that brought it there is. */
export function answerView(reply: FastifyReply, view: RunView): FastifyReply {
  const { run } = view
  if (run.state === 'ended' && run.done === 0 && run.refused > 0) {
    const results = presentResults(view.results)
    const refusals = view.results.flatMap(({ refusal }) => refusal ?? [])
    return sendRefusal(reply, togetherOf(refusals, run.total), { results, run: { id: run.id } }, statusOfAll(refusals))
  }
  return reply.code(run.state === 'ended' || run.state === 'cancelled' ? 200 : 202).send(presentRun(view))
}

function refuseOutcome(
  { world, metrics }: Api,
  reply: FastifyReply,
  outcome: Extract<Outcome, { kind: 'refused' }>,
  objects: readonly string[],
): FastifyReply {
  const { refusal, useCase, end } = outcome
  if (useCase) metrics.refused(useCase.slug, refusal.code)
  if (!useCase) return sendRefusal(reply, refusal)
  if (!end)
    return sendRefusal(reply, refusal, refusal.code === 'not_permitted' ? { results: sameForAll(objects, useCase.on.label, refusal) } : {})
  const seen = new Map(seenOf(world, actorOn(reply.request), useCase.on, [...end.stored.values()]).map((object) => [object.id, object]))
  const results = end.objects.map((place) =>
    resultOf(world, useCase, place, seen.get(place.objectId), end.states.get(place.objectId) || undefined),
  )
  const refusals = results.flatMap((result) => result.refusal ?? [])
  return sendRefusal(
    reply,
    togetherOf(refusals, results.length),
    { results: presentResults(results.slice(0, MOST)) },
    statusOfAll(refusals),
  )
}

const MOST = 1000

/** One sentence for all of them: the reason where all have the same, else the first with how many there are. */
function togetherOf(refusals: readonly Refusal[], total: number): Refusal {
  const [first] = refusals
  if (!first) return refuse('refused', 'It was refused to every object. Nothing was changed.', 'Look at the objects.')
  if (total === 1 || refusals.every((refusal) => refusal.sentence === first.sentence)) return first
  const code = refusals.every((refusal) => refusal.code === first.code) ? first.code : 'refused'
  return refuse(
    code,
    `It was refused to each of the ${total} objects; for instance: ${first.sentence}`,
    'The reason for each of them is in the results.',
  )
}

function statusOfAll(refusals: readonly Refusal[]): number {
  const statuses = new Set(refusals.map(statusOf))
  const [only] = statuses
  return statuses.size === 1 && (only === 403 || only === 404) ? only : 409
}

const sameForAll = (objects: readonly string[], label: string, { code, sentence, remedy }: Refusal): Result[] =>
  objects.slice(0, MOST).map((object) => ({ object, label, outcome: 'refused', code, sentence, remedy }))

/** Nobody waits for an answer that nobody reads, nor keeps a server from stopping. */
function patience({ stopping }: Api, reply: FastifyReply): AbortSignal {
  const gone = new AbortController()
  reply.raw.once('close', () => gone.abort())
  return AbortSignal.any([stopping, gone.signal])
}

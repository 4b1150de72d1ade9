import type { Actor } from '../engine/permit.ts'
import type { UseCase } from '../engine/use-case.ts'
import { begin } from './begin.ts'
import { LEG_LIMIT } from './leg.ts'
import type { World } from './world.ts'

/** Performs what the system performs by itself on any number of objects, a leg's at a time. Returns those it was refused for. */
export async function performInLegs(
  world: World,
  actor: Actor,
  { slug }: UseCase,
  ids: readonly string[],
  told: Record<string, unknown> = {},
): Promise<string[]> {
  const refused: string[] = []
  for (let from = 0; from < ids.length; from += LEG_LIMIT) {
    const outcome = await begin(world, actor, { useCase: slug, objects: ids.slice(from, from + LEG_LIMIT), told })
    if (!outcome.end) throw new Error(outcome.kind === 'refused' ? outcome.refusal.sentence : `${slug} ended without an answer.`)
    refused.push(...outcome.end.objects.filter(({ refusal }) => refusal !== null).map(({ objectId }) => objectId))
  }
  return refused
}

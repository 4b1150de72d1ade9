import type { Actor } from '../engine/permit.ts'
import { type Refusal, refuse } from '../engine/refusal.ts'
import type { UseCase } from '../engine/use-case.ts'
import { titleOf } from '../journal/sentence.ts'
import type { Transaction } from '../store/database.ts'
import { lockObjects, type StoredObject } from '../store/object.ts'
import { seenOf } from './seen.ts'
import type { World } from './world.ts'

/** Refuses a version for several objects: it could be that of one of them only. */
export function oneVersionRefusal({ on }: UseCase, objects: number, ifVersion: number | undefined): Refusal | undefined {
  if (ifVersion === undefined || objects <= 1) return undefined
  return refuse(
    'one_version',
    `A version was given for ${objects} objects at once. Nothing was changed.`,
    `Send the version with a single ${on.label}, or leave it out.`,
  )
}

/**
 * Refuses where an object is no longer of the version that the caller saw, so that nobody writes over what they did not see. The objects
 * stay locked, so that it is still so when the leg writes. Without a version nothing is looked at. What the caller may not see is left to
 * the leg, which refuses it as if it were not there.
 */
export async function changedRefusal(
  world: World,
  tx: Transaction,
  actor: Actor,
  useCase: UseCase,
  ids: readonly string[],
  ifVersion: number | undefined,
): Promise<Refusal | undefined> {
  if (ifVersion === undefined) return undefined
  const { objects } = await lockObjects(tx, useCase.on, ids)
  const changed = seenOf(world, actor, useCase.on, objects).find((object) => object.version !== ifVersion)
  return changed && changedMeanwhile(titleOf(world.catalog, changed))
}

/**
 * A form that is about one object was filled with what that object had. Where it was changed since a second person was asked, what they
 * agree to would write over what neither of the two has seen.
 */
export function changedSince(
  { catalog }: Pick<World, 'catalog'>,
  useCase: UseCase,
  askedAt: Date | null,
  objects: Iterable<StoredObject>,
): Map<string, Refusal> {
  if (!useCase.single || askedAt === null) return new Map()
  const changed = [...objects].filter(({ changedAt, version }) => version > 0 && changedAt > askedAt)
  const remedy = 'It can be asked for again, with what is there now.'
  return new Map(changed.map((object) => [object.id, { ...changedMeanwhile(titleOf(catalog, object)), remedy }]))
}

export const changedMeanwhile = (title: string): Refusal =>
  refuse(
    'changed_meanwhile',
    `${title} was changed by somebody else in the meantime. Nothing of yours was saved.`,
    'Compare your entries with what is stored now. Save again to replace it, or cancel.',
  )

import { type Process, tasksAfter } from '../engine/process.ts'
import type { Refusal } from '../engine/refusal.ts'
import type { StoredObject } from '../store/object.ts'
import type { Glance } from '../store/task.ts'
import type { World } from './world.ts'

/**
 * Objects that were refused for their state alone: where a task of the process can say better why, and what can still be done, its refusal
 * takes the place of the general one. Offers say the same as legs do.
 */
export async function explainAll(
  world: Pick<World, 'tasks'>,
  process: Process,
  glance: Glance,
  objects: readonly StoredObject[],
  refusals: Map<string, Refusal>,
): Promise<void> {
  const late = objects
    .filter(({ id }) => refusals.get(id)?.code === 'wrong_state')
    .map((stored) => ({ id: stored.id, madeId: null, stored }))
  if (late.length === 0) return
  for (const name of tasksAfter(process, process.start))
    for (const [id, refusal] of (await world.tasks[name]?.explain?.(glance, late)) ?? []) refusals.set(id, refusal)
}

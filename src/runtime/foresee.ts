import { type Process, tasksAfter } from '../engine/process.ts'
import type { Refusal } from '../engine/refusal.ts'
import type { Glance, Held } from '../store/task.ts'
import type { World } from './world.ts'

/** Of these objects, those that a task behind this step would refuse now. Nothing is changed. */
export async function foreseeAll(
  { tasks }: Pick<World, 'tasks'>,
  process: Process,
  from: string,
  glance: Glance,
  objects: readonly Held[],
): Promise<Map<string, Refusal>> {
  const refusals = new Map<string, Refusal>()
  for (const name of tasksAfter(process, from)) {
    const open = objects.filter(({ id }) => !refusals.has(id))
    if (open.length === 0) break
    for (const [id, refusal] of (await tasks[name]?.foresee?.(glance, open)) ?? []) refusals.set(id, refusal)
  }
  return refusals
}

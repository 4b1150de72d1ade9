import type { Actor } from '../engine/permit.ts'
import type { Refusal } from '../engine/refusal.ts'
import { appendEntries, entryBy } from '../store/journal.ts'
import type { World } from './world.ts'

/** Notes an attempt that was refused and is about no object. */
export async function journalRefusal(
  world: Pick<World, 'db' | 'clock' | 'newId'>,
  actor: Actor,
  { code, sentence }: Refusal,
): Promise<void> {
  await appendEntries(world.db, [entryBy(actor, world.clock.now(), world.newId(), { kind: 'refused', facts: { code, sentence } })])
}

import type { Actor } from '../engine/permit.ts'
import type { Refusal } from '../engine/refusal.ts'
import { appendEntries, entryBy } from '../store/journal.ts'
import type { World } from './world.ts'

/** Journals that a change was asked for and refused which is about no object; hands the refusal back. */
export async function journalRefused(world: World, actor: Actor, refusal: Refusal): Promise<Refusal> {
  const { code, sentence } = refusal
  await appendEntries(world.db, [entryBy(actor, world.clock.now(), world.newId(), { kind: 'refused', facts: { code, sentence } })])
  return refusal
}

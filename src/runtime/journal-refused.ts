import type { Actor } from '../engine/permit.ts'
import type { Refusal } from '../engine/refusal.ts'
import { keptSentence } from '../journal/kept-sentence.ts'
import { appendEntries, entryBy } from '../store/journal.ts'
import type { World } from './world.ts'

/** Journals that a change was asked for and refused which is about no object; hands the refusal back. */
export async function journalRefused(world: World, actor: Actor, refusal: Refusal): Promise<Refusal> {
  const facts = { code: refusal.code, sentence: keptSentence(refusal, actor) }
  await appendEntries(world.db, [entryBy(actor, world.clock.now(), world.newId(), { kind: 'refused', facts })])
  return refusal
}

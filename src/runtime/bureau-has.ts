import { cardsOfBatch, type StoredBatch } from '../store/batch.ts'
import { deliver } from './answer.ts'
import type { World } from './world.ts'

/** Records that the bureau has a batch: its cards are ordered. Where that is recorded already, nothing happens. */
export async function bureauHas(world: World, batch: StoredBatch): Promise<void> {
  await deliver(world, batch.runId, 'bureau-answered', { outcome: 'taken', batch: batch.id }, await cardsOfBatch(world.db, batch.id))
}

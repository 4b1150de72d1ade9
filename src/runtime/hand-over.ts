import { sha256 } from '../kit/hash.ts'
import { type Bureau, NotDelivered, type Receipt } from '../production/bureau.ts'
import type { OrderBatch } from '../production/contract/message.ts'
import { cardsOfBatch, readBatch, readManifest, type StoredBatch } from '../store/batch.ts'
import { endAttempt, noteAttempt } from '../store/batch-attempt.ts'
import { isPressStopped } from '../store/bureau.ts'
import { sealedPhotos } from '../store/sealed-photo.ts'
import { deliver } from './answer.ts'
import { bureauHas } from './bureau-has.ts'
import { keepAnswers, recordMessage } from './record-message.ts'
import type { World } from './world.ts'

/**
 * Sends a sealed batch. It may be called any number of times: what the bureau has already is not sent again, and a repeat that crosses
 * another carries the same batch id and the same bytes. The bureau is called outside of any transaction. While the press of the bureau is
 * stopped nothing is sent; the batch is sent when it is started.
 *
 * The orders go back to the queue only when the very first attempt definitely delivered nothing. After an attempt whose end is
 * unclear they stay claimed, and the error is thrown on, so that the job tries again.
 */
export async function sendBatch(world: World, bureau: Bureau, batchId: string): Promise<void> {
  const prepared = await prepare(world, batchId)
  if (!prepared) return
  const { batch, message } = prepared
  let receipt: Receipt
  try {
    receipt = await bureau.submit(message, await sealedPhotos(world.db, batch.id))
  } catch (error) {
    return notTaken(world, batch, error)
  }
  // What goes wrong from here on is no trouble of the bureau's: it has the batch, and the repeat of the job records it. Once the batch is
  // recorded as sent there is no repeat, so what the bureau answered at once is kept before.
  const source = `the receipt of batch ${batch.number}`
  const answers = await keepAnswers(world, bureau, receipt.answers, source)
  await endAttempt(world.db, batch.id, batch.attempts, 'taken', null, world.clock.now())
  await bureauHas(world, batch)
  for (const answer of answers) await recordMessage(world, bureau, answer, source)
}

async function notTaken(world: World, batch: StoredBatch, error: unknown): Promise<void> {
  const why = error instanceof Error ? error.message : String(error)
  const isDefinite = error instanceof NotDelivered
  await endAttempt(world.db, batch.id, batch.attempts, isDefinite ? 'not delivered' : 'unclear', why, world.clock.now())
  if (!isDefinite || batch.attempts !== 1) throw error
  const message = { outcome: 'not taken', batch: batch.id, why }
  await deliver(world, batch.runId, 'bureau-answered', message, await cardsOfBatch(world.db, batch.id))
}

async function prepare(world: World, batchId: string): Promise<{ batch: StoredBatch; message: OrderBatch } | undefined> {
  return world.db.transaction(async (tx) => {
    const sealed = await readBatch(tx, batchId)
    if (sealed?.status !== 'sealed' || (await isPressStopped(tx, sealed.bureau))) return undefined
    await noteAttempt(tx, batchId, world.clock.now())
    const batch = await readBatch(tx, batchId)
    if (batch?.status !== 'sealed') return undefined
    return { batch, message: messageOf(batch, (await readManifest(tx, batchId)) ?? '') }
  })
}

/** The message as it was sealed; only that may be sent. */
function messageOf(batch: StoredBatch, manifest: string): OrderBatch {
  if (sha256(manifest) !== batch.manifestHash) throw new Error(`Batch ${batch.number} is not what was sealed; it was not sent.`)
  return {
    format: 'cardinal-bureau',
    version: 1,
    kind: 'order-batch',
    message: batch.id,
    at: (batch.sealedAt ?? batch.openedAt).toISOString(),
    hash: batch.manifestHash,
    signature: batch.signature,
    manifest: JSON.parse(manifest) as OrderBatch['manifest'],
  }
}

import { recordCardFailed } from '../catalog/use-cases/record-card-failed.ts'
import { recordCardInProduction } from '../catalog/use-cases/record-card-in-production.ts'
import { recordCardProduced } from '../catalog/use-cases/record-card-produced.ts'
import type { Actor } from '../engine/permit.ts'
import { bureauActor } from '../identity/actor.ts'
import { canonical, sha256 } from '../kit/hash.ts'
import { type Answer, type Bureau, NotDelivered, type Receipt, type Report } from '../production/bureau.ts'
import { manifestOf } from '../production/manifest.ts'
import {
  batchLines,
  cardsOfBatch,
  markBatchAcknowledged,
  noteAttempt,
  noteFailure,
  readBatch,
  type StoredBatch,
  sealedBatchesOfOrders,
} from '../store/batch.ts'
import { readObjects } from '../store/object.ts'
import { deliver } from './answer.ts'
import { begin } from './begin.ts'
import { LEG_LIMIT } from './leg.ts'
import type { World } from './world.ts'

/**
 * Sends a sealed batch. It may be called any number of times: what the bureau has already is not sent again, and a repeat that
 * crosses another carries the same batch id. The bureau is called outside of any transaction.
 *
 * The orders go back to the queue only when the very first attempt definitely delivered nothing. After an attempt whose end is
 * unclear they stay claimed, and the error is thrown on, so that the job tries again.
 */
export async function sendBatch(world: World, bureau: Bureau, batchId: string): Promise<void> {
  const prepared = await prepare(world, batchId)
  if (!prepared) return
  const { batch, manifest, hash } = prepared
  let receipt: Receipt
  try {
    receipt = await bureau.submit(manifest, hash)
  } catch (error) {
    return notTaken(world, batch, error)
  }
  // What goes wrong from here on is no trouble of the bureau's: it has the batch, and the repeat of the job records it.
  await bureauHas(world, batch, receipt.references)
}

async function notTaken(world: World, batch: StoredBatch, error: unknown): Promise<void> {
  const why = error instanceof Error ? error.message : String(error)
  if (error instanceof NotDelivered && batch.attempts === 1) {
    const message = { outcome: 'not taken', batch: batch.id, why }
    await deliver(world, batch.runId, 'bureau-answered', message, await cardsOfBatch(world.db, batch.id))
    return
  }
  await world.db.transaction((tx) => noteFailure(tx, batch.id, why))
  throw error
}

/** Collects what the bureau answered, and records each answer as use cases performed by the bureau. */
export async function collectAnswers(world: World, bureau: Bureau): Promise<number> {
  let answers = 0
  for await (const answer of bureau.collect()) {
    await record(world, bureau, answer)
    await answer.done()
    answers++
  }
  return answers
}

async function prepare(
  world: World,
  batchId: string,
): Promise<{ batch: StoredBatch; manifest: ReturnType<typeof manifestOf>; hash: string } | undefined> {
  return world.db.transaction(async (tx) => {
    await noteAttempt(tx, batchId)
    const batch = await readBatch(tx, batchId)
    if (batch?.status !== 'sealed') return undefined
    const manifest = manifestOf(batch, await batchLines(tx, batch.id))
    const hash = sha256(canonical(manifest))
    if (hash !== batch.manifestHash) throw new Error(`Batch ${batch.number} is not what was sealed; it was not sent.`)
    return { batch, manifest, hash }
  })
}

async function bureauHas(world: World, batch: StoredBatch, references: Readonly<Record<string, string>>): Promise<void> {
  await deliver(
    world,
    batch.runId,
    'bureau-answered',
    { outcome: 'taken', batch: batch.id, references },
    await cardsOfBatch(world.db, batch.id),
  )
}

async function record(world: World, bureau: Bureau, answer: Answer): Promise<void> {
  const actor = bureauActor(bureau.label)
  // An answer about a batch that is still being sent proves that the bureau has it.
  const early = await sealedBatchesOfOrders(
    world.db,
    answer.reports.map((report) => report.order),
  )
  for (const batch of early) await bureauHas(world, batch, {})
  for (const id of answer.acknowledges) {
    const batch = await readBatch(world.db, id)
    if (batch?.status === 'sealed') await bureauHas(world, batch, {})
    if (batch) await world.db.transaction((tx) => markBatchAcknowledged(tx, id, world.clock.now()))
  }
  for (const group of inGroups(answer.reports)) await recordGroup(world, actor, group)
}

const USE_CASES = { 'in production': recordCardInProduction, produced: recordCardProduced, failed: recordCardFailed } as const

/**
 * Reports that say the same, one after the other, are one run. What a card is already is not recorded again. Where nothing can be recorded
 * at all it throws, for an answer that was lost silently would be a card that was lost.
 */
async function recordGroup(world: World, actor: Actor, reports: readonly Report[]): Promise<void> {
  const [first] = reports
  if (!first) return
  const { on, move, slug } = USE_CASES[first.status]
  const target = move && on.moves[move]?.to
  const ids = reports.map((report) => report.card)
  const known = new Map((await readObjects(world.db, on, ids)).map((card) => [card.id, card.state]))
  const news = reports.filter((report) => known.get(report.card) !== target)
  if (news.length === 0) return
  const answers = Object.fromEntries(
    news.map(({ card, order, chipNumber, text }) => [
      card,
      { order, ...(chipNumber !== undefined && { chipNumber }), ...(text !== undefined && { text }) },
    ]),
  )
  const outcome = await begin(world, actor, { useCase: slug, objects: news.map((report) => report.card), told: { answers } })
  if (outcome.kind === 'refused' && !outcome.end) throw new Error(`The bureau's answer was not recorded. ${outcome.refusal.sentence}`)
}

function inGroups(reports: readonly Report[]): Report[][] {
  const groups: Report[][] = []
  for (const report of reports) {
    const group = groups.at(-1)
    const fits =
      group && group[0]?.status === report.status && group.length < LEG_LIMIT && !group.some((other) => other.card === report.card)
    if (fits) group.push(report)
    else groups.push([report])
  }
  return groups
}

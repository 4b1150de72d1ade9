import { derivedId } from '../kit/derived-id.ts'
import type { Delivery } from '../production/bureau.ts'
import type { Acknowledged, CutOff, FromBureau } from '../production/contract/message.ts'
import { markBatchAcknowledged, readBatch, recordCutOff, type StoredBatch, sealedBatchesOfOrders } from '../store/batch.ts'
import { keepMessage, messageRecorded } from '../store/bureau-message.ts'
import { recordReferences } from '../store/order-answer.ts'
import { recallsOfMessage } from '../store/recall.ts'
import { bureauHas } from './bureau-has.ts'
import { openIncidents } from './incidents.ts'
import { recordRecallAnswers } from './recall-answers.ts'
import { recordReports } from './record-reports.ts'
import { type Lines, NO_LINES, plus, type Reporter } from './reporter.ts'
import type { World } from './world.ts'

/** Records what came from a bureau. Whatever it is, it is kept; what does not fit changes nothing and becomes an incident. */
export async function recordDelivery(world: World, bureau: Reporter, delivery: Delivery): Promise<void> {
  if ('message' in delivery) return recordMessage(world, bureau, delivery.message, delivery.source)
  const { source, why } = delivery
  const message = derivedId(`unreadable ${bureau.name} ${source} ${why}`)
  const kept = { bureau: bureau.name, message, kind: 'unreadable', source, saidAt: null, body: null, lines: 0 }
  if ((await keepMessage(world.db, kept, world.clock.now())).isRecorded) return
  const what = `An answer of ${bureau.label} could not be read, and changed nothing: ${source}. ${why}`
  await openIncidents(world, bureau, [{ kind: 'Unreadable answer', what, card: null, batch: null, message }])
  await ended(world, bureau, message, NO_LINES, why)
}

/**
 * Records one message of a bureau as use cases that the bureau performs. A message that is known is passed over; one whose recording was
 * broken off is recorded anew, which finds done what was done.
 */
export async function recordMessage(world: World, bureau: Reporter, message: FromBureau, source: string): Promise<void> {
  if (await isRecorded(world, bureau, message, source)) return
  const lines = await perform(world, bureau, message)
  await ended(world, bureau, message.message, lines, sentenceOf(lines))
}

/**
 * Keeps what a bureau answered at once. Returns what is not recorded yet; should the program end before it is, it is recorded with what is
 * collected next.
 */
export async function keepAnswers(
  world: World,
  bureau: Reporter,
  answers: readonly FromBureau[],
  source: string,
): Promise<readonly FromBureau[]> {
  const fresh: FromBureau[] = []
  for (const answer of answers) if (!(await isRecorded(world, bureau, answer, source))) fresh.push(answer)
  return fresh
}

/** Keeps a message, and answers whether it was recorded before. */
async function isRecorded(world: World, bureau: Reporter, message: FromBureau, source: string): Promise<boolean> {
  const kept = {
    bureau: bureau.name,
    message: message.message,
    kind: message.kind,
    source,
    saidAt: new Date(message.at),
    body: message,
    lines: linesIn(message),
  }
  return (await keepMessage(world.db, kept, world.clock.now())).isRecorded
}

/** What an acknowledgement refuses is a line, as in any other message. */
const linesIn = (message: FromBureau): number =>
  (message.kind === 'acknowledged' ? message.refused : 'lines' in message ? message.lines : undefined)?.length ?? 0

async function perform(world: World, bureau: Reporter, message: FromBureau): Promise<Lines> {
  switch (message.kind) {
    case 'acknowledged':
      return acknowledge(world, bureau, message)
    case 'cut-off':
      return noteCutOff(world, bureau, message)
    case 'recall-accepted':
    case 'recall-refused':
      return recordRecallAnswers(world, bureau, message)
    default: {
      // A report about a batch that is still being sent proves that the bureau has it.
      const early = await sealedBatchesOfOrders(
        world.db,
        message.lines.map(({ order }) => order),
      )
      for (const batch of early) if (batch.bureau === bureau.name) await bureauHas(world, batch)
      return recordReports(world, bureau, message)
    }
  }
}

/**
 * The bureau has a batch; orders of it that it does not take have failed, with its reason. A batch that was taken for not delivered is
 * one the bureau cannot have: its orders went back to the queue, and may be made twice.
 */
async function acknowledge(world: World, bureau: Reporter, message: Acknowledged): Promise<Lines> {
  const batch = await readBatch(world.db, message.of)
  if (batch?.bureau !== bureau.name) {
    const isRecall = (await recallsOfMessage(world.db, message.of)).some((recall) => recall.bureau === bureau.name)
    return isRecall ? NO_LINES : strange(world, bureau, message, `It acknowledges the message ${message.of}, which it was never sent.`)
  }
  if (batch.status === 'returned') return doubled(world, bureau, message, batch)
  if (batch.status === 'sealed') await bureauHas(world, batch)
  await world.db.transaction(async (tx) => {
    await markBatchAcknowledged(tx, batch.id, world.clock.now())
    if (message.references) await recordReferences(tx, batch.id, message.references)
  })
  if (!message.refused) return NO_LINES
  return recordReports(world, bureau, { ...message, kind: 'failed', lines: message.refused })
}

async function noteCutOff(world: World, bureau: Reporter, message: CutOff): Promise<Lines> {
  const isKnown = await world.db.transaction((tx) => recordCutOff(tx, message.batch, bureau.name, new Date(message.until)))
  return isKnown
    ? NO_LINES
    : strange(world, bureau, message, `It announces the cut-off of the batch ${message.batch}, which it was never given.`)
}

async function strange(world: World, bureau: Reporter, { message }: FromBureau, why: string): Promise<Lines> {
  const what = `A message of ${bureau.label} fits nothing that it was sent, and changed nothing. ${why} Ask ${bureau.label} what it is about.`
  await openIncidents(world, bureau, [{ kind: 'Unknown order', what, card: null, batch: null, message }])
  return plus(NO_LINES, { note: why })
}

async function doubled(world: World, bureau: Reporter, { message }: Acknowledged, { id, number, orders }: StoredBatch): Promise<Lines> {
  const why = `It acknowledges batch ${number}, which was taken for not delivered.`
  const what = `${bureau.label} acknowledges batch ${number}, which was taken for not delivered: its ${orders} orders went back to the queue, and could be made twice. Nothing was changed; have ${bureau.label} drop that batch.`
  await openIncidents(world, bureau, [{ kind: 'Batch that was returned', what, card: null, batch: id, message }])
  return plus(NO_LINES, { note: why })
}

const ended = (world: World, bureau: Reporter, message: string, lines: Lines, sentence: string): Promise<void> =>
  world.db.transaction((tx) =>
    messageRecorded(tx, bureau.name, message, { recorded: lines.recorded, unmatched: lines.unmatched, sentence }, world.clock.now()),
  )

function sentenceOf({ recorded, unchanged, late, unmatched, note }: Lines): string {
  if (note) return note
  const parts = [
    ...(recorded > 0 ? [`${recorded} recorded`] : []),
    ...(unchanged > 0 ? [`${unchanged} known already`] : []),
    ...(late > 0 ? [`${late} overtaken by later news`] : []),
    ...(unmatched.length > 0 ? [`${unmatched.length} ${unmatched.length === 1 ? 'does' : 'do'} not fit`] : []),
  ]
  return parts.length > 0 ? `${parts.join(', ')}.` : 'Recorded.'
}

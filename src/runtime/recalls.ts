import { recall as recallTemplate } from '../catalog/objects/recall.ts'
import { letRecallLapse } from '../catalog/use-cases/let-recall-lapse.ts'
import { sendRecall as sendRecallUseCase } from '../catalog/use-cases/send-recall.ts'
import type { Actor } from '../engine/permit.ts'
import { schedulerActor } from '../identity/actor.ts'
import type { Bureau } from '../production/bureau.ts'
import type { Recall } from '../production/contract/message.ts'
import {
  markRecallsSent,
  noteRecallTrouble,
  recallsByIds,
  recallsOfMessage,
  recallsPastDeadline,
  type StoredRecall,
} from '../store/recall.ts'
import { openIncidents } from './incidents.ts'
import { LEG_LIMIT } from './leg.ts'
import { performInLegs } from './perform-in-legs.ts'
import { keepAnswers, recordMessage } from './record-message.ts'
import type { World } from './world.ts'

/**
 * Asks a bureau to stop orders: one message, which may be repeated. However an attempt ends that did not clearly arrive, it is repeated with
 * the same message until it did; a recall that is overdue meanwhile is sent all the same, for the bureau may still stop the order. After the
 * cut-off that the bureau announced there is nothing left to ask.
 */
export async function sendRecall(world: World, bureau: Bureau, messageId: string): Promise<void> {
  const recalls = await recallsOfMessage(world.db, messageId)
  const now = world.clock.now()
  // A repeat names the same orders, so those whose cut-off has passed are asked with the others.
  const open = recalls.filter(({ state, sentAt }) => sentAt === null && (state === 'asked' || state === 'overdue'))
  if (!open.some(({ cutOffAt }) => !(cutOffAt && cutOffAt <= now))) return
  const message: Recall = {
    format: 'cardinal-bureau',
    version: 1,
    kind: 'recall',
    message: messageId,
    at: now.toISOString(),
    lines: recalls.map(({ id, orderId, cardId }) => ({ recall: id, order: orderId, card: cardId })),
  }
  try {
    const receipt = await bureau.recall(message)
    const answers = await keepAnswers(world, bureau, receipt.answers, SOURCE)
    const [asked, overdue] = [idsIn(open, 'asked'), idsIn(open, 'overdue')]
    await performInLegs(world, schedulerActor, sendRecallUseCase, asked)
    if (overdue.length > 0) await world.db.transaction((tx) => markRecallsSent(tx, overdue, world.clock.now()))
    for (const answer of answers) await recordMessage(world, bureau, answer, SOURCE)
  } catch (error) {
    await noteRecallTrouble(world.db, messageId, error instanceof Error ? error.message : String(error))
    throw error
  }
}

const SOURCE = 'the receipt of a recall'

const idsIn = (recalls: readonly StoredRecall[], state: string): string[] =>
  recalls.filter((each) => each.state === state).map(({ id }) => id)

/** Lets recalls lapse whose deadline has passed without an answer, and raises the alarm. Returns how many. */
export async function lapseRecalls(world: World, actor: Actor): Promise<number> {
  for (let sum = 0; ; ) {
    const due = await recallsPastDeadline(world.db, recallTemplate.name, world.clock.now(), LEG_LIMIT)
    // The alarm comes first: whoever is cut off in between raises it again, which is known, and then lets the recall lapse.
    await alarm(world, due)
    const refused = await performInLegs(world, actor, letRecallLapse, due)
    sum += due.length - refused.length
    if (refused.length === due.length) return sum
  }
}

async function alarm(world: World, ids: readonly string[]): Promise<void> {
  const { bureaus } = world.definitions.current()
  const recalls = [...(await recallsByIds(world.db, ids)).values()]
  for (const name of new Set(recalls.map(({ bureau }) => bureau))) {
    const bureau = { name, label: bureaus.get(name)?.label ?? name }
    const what = `${bureau.label} has not answered a recall in time. The card must be expected to come: call the bureau, or have the card blocked on arrival.`
    await openIncidents(
      world,
      bureau,
      recalls
        .filter((each) => each.bureau === name)
        .map(({ id, cardId }) => ({ kind: 'Recall overdue', what, card: cardId, batch: null, message: id })),
    )
  }
}

/** Tasks about recalls: an order that the bureau has is asked back, and the bureau's answer is recorded. */
import { card } from '../catalog/objects/card.ts'
import { recordRecallAccepted } from '../catalog/use-cases/record-recall-accepted.ts'
import { type Refusal, refuse } from '../engine/refusal.ts'
import { lockObjects } from '../store/object.ts'
import { ordersOf, type StoredOrder } from '../store/order.ts'
import { markOrdersRecalled } from '../store/order-answer.ts'
import { insertRecalls, markRecallsAnswered, markRecallsSent, openRecallsOf, recallsByIds } from '../store/recall.ts'
import { type Glance, type Held, NONE, type Refusals, type Task } from '../store/task.ts'
import { labelOfBureau } from './bureaus-in-force.ts'
import { since } from './too-late.ts'

/** What a bureau answered to recalls, by their ids, as the use case that records it is told. */
export type ToldRecallAnswers = Readonly<Record<string, string>>

const recallOrder: Task = {
  label: 'Ask the order back from the bureau',
  fails: {
    recall_under_way: 'The order is being recalled already.',
    order_not_with_bureau: 'The bureau does not have the order, or not yet for certain.',
    cut_off_passed: 'The bureau takes orders of the batch back no more.',
  },
  foresee: (glance, cards) => notRecallable(glance, cards),
  async run(hand, cards) {
    const { tx, now, makes, bureaus, actor, input } = hand
    if (!makes) throw new Error(`${hand.run.useCase} asks orders back, and names no template that it makes.`)
    const refusals = await notRecallable(hand, cards)
    const accepted = cards.filter((each) => !refusals.has(each.id))
    const orders = await ordersOf(
      tx,
      accepted.map((each) => each.id),
    )
    // One message to each bureau, however many orders.
    const messages = new Map<string, string>()
    const recalls = accepted.flatMap((each) => {
      const order = orders.get(each.id)
      if (!order || !each.madeId) return []
      const message = messages.get(order.bureau) ?? hand.newId()
      messages.set(order.bureau, message)
      const due = new Date(now.getTime() + (bureaus.get(order.bureau)?.recallHours ?? 24) * 3_600_000)
      const cutOff = order.batch?.cutOffAt
      return [
        {
          id: each.madeId,
          cardId: each.id,
          orderId: order.id,
          bureau: order.bureau,
          messageId: message,
          reason: String(input['reason'] ?? ''),
          askedBy: actor.name,
          deadline: cutOff && cutOff < due ? cutOff : due,
        },
      ]
    })
    await insertRecalls(tx, makes.name, makes.initial, recalls, now)
    for (const { id } of recalls) hand.made(makes, id)
    for (const [bureau, message] of messages) await hand.enqueue('send-recall', { bureau, message })
    return refusals
  },
}

const recordSent: Task = {
  label: 'Record that the bureau has been asked',
  fails: {},
  async run({ tx, now }, recalls) {
    await markRecallsSent(tx, ids(recalls), now)
    return NONE
  },
}

const stopCard: Task = {
  label: 'The bureau stopped the order: abort the card',
  fails: { order_not_with_bureau: 'The bureau had finished with the card before.' },
  async run(hand, recalls) {
    const { tx, now } = hand
    const known = await recallsByIds(tx, ids(recalls))
    const cards = await lockObjects(
      tx,
      card,
      [...known.values()].map(({ cardId }) => cardId),
    )
    const underWay = new Map(
      cards.objects.filter(({ state }) => card.moves.recall.from.includes(state as 'ordered')).map((each) => [each.id, each]),
    )
    const open = [...known.values()].filter(({ cardId }) => underWay.has(cardId))
    const stopped = await markOrdersRecalled(
      tx,
      open.map(({ orderId }) => orderId),
      now,
    )
    hand.move(
      card,
      [...underWay.values()].filter(({ id }) => stopped.has(id)),
      'recall',
    )
    const refusal = refuse(
      'order_not_with_bureau',
      'The bureau accepted the recall of a card that it had finished with before. The card was left as it is.',
      'Ask the bureau where the card is.',
    )
    return new Map(recalls.filter(({ id }) => !stopped.has(known.get(id)?.cardId ?? '')).map(({ id }) => [id, refusal]))
  },
}

const recordAnswer: Task = {
  label: "Record the bureau's answer to the recall",
  fails: {},
  async run({ tx, now, input, run, tell, note }, recalls) {
    const answers = (input['answers'] ?? {}) as ToldRecallAnswers
    await markRecallsAnswered(
      tx,
      recalls.map(({ id }) => ({ id, answer: answers[id] ?? '' })),
      now,
    )
    const factsOf = (id: string) => ({ answer: answers[id] ?? 'no reason was given' })
    for (const { id } of recalls) tell(id, {}, factsOf(id))
    // A card that is stopped tells of it by its move.
    if (run.useCase !== recordRecallAccepted.symbol)
      for (const { id, cardId } of (await recallsByIds(tx, ids(recalls))).values())
        note({ kind: 'done', template: card, objectId: cardId, personal: factsOf(id) })
    return NONE
  },
}

export const recallTasks: Readonly<Record<string, Task>> = {
  'production.recall-order': recallOrder,
  'production.record-recall-sent': recordSent,
  'production.stop-card': stopCard,
  'production.record-recall-answer': recordAnswer,
}

const ids = (objects: readonly Held[]): string[] => objects.map(({ id }) => id)

async function notRecallable(glance: Glance, cards: readonly Held[]): Promise<Refusals> {
  if (cards.length === 0) return NONE
  const orders = await ordersOf(glance.db, ids(cards))
  const open = await openRecallsOf(glance.db, ids(cards))
  return new Map(
    cards.flatMap((each) => {
      const under = open.get(each.id)
      const refusal = under
        ? refuse(
            'recall_under_way',
            `Recall ${under.number} of this order is under way. Nothing was changed.`,
            'Wait for the answer of the bureau.',
          )
        : unfit(orders.get(each.id), glance)
      return refusal ? [[each.id, refusal] as const] : []
    }),
  )
}

function unfit(order: StoredOrder | undefined, glance: Glance): Refusal | undefined {
  const bureau = labelOfBureau(glance, order?.bureau)
  if (order?.status !== 'sent')
    return refuse(
      'order_not_with_bureau',
      order?.status === 'claimed'
        ? `This order is being handed over to ${bureau}, which may not have it yet. Nothing was changed.`
        : `${bureau} does not have this order to stop. Nothing was changed.`,
      order?.status === 'claimed' ? 'Try again in a moment.' : 'Look at the history of the card.',
    )
  const cutOff = order.batch?.cutOffAt
  if (!cutOff || cutOff > glance.now) return undefined
  return refuse(
    'cut_off_passed',
    `${bureau} took orders of batch ${order.batch?.number} back until${since(cutOff, glance.now)}. Nothing was changed.`,
    'Have the card blocked on arrival.',
  )
}

import { recordCardFailed } from '../catalog/use-cases/record-card-failed.ts'
import { recordCardInProduction } from '../catalog/use-cases/record-card-in-production.ts'
import type { Input } from '../engine/form.ts'
import { type Refusal, refuse } from '../engine/refusal.ts'
import { canonical, sha256 } from '../kit/hash.ts'
import { batchLines, dropEmptyBatch, markBatchReturned, markBatchSent, openBatch, openBatchOfRun, sealBatch } from '../store/batch.ts'
import type { Transaction } from '../store/database.ts'
import { insertObjects } from '../store/object.ts'
import {
  cardsUnderWay,
  claimOrders,
  closeOrders,
  giveBackOrders,
  insertOrders,
  markOrdersSent,
  ordersOf,
  recordAnswers,
  type StoredOrder,
  withdrawOrders,
} from '../store/order.ts'
import { type Hand, type Held, NONE, type Task } from '../store/task.ts'
import { BUREAU } from './bureau.ts'
import { localDay, mapped, validity } from './card-data.ts'
import { manifestOf } from './manifest.ts'

/** A card is on its way to a user in these states; another order is then a second one. */
export const UNDER_WAY = ['registered', 'requested', 'processing', 'ordered', 'inProduction', 'produced']

/** What can be done about a card under way; any other has to be waited for. */
const ENDS: Readonly<Record<string, string>> = {
  registered: 'Place its order with Order registered card',
  requested: 'Abort the request',
  processing: 'Abort its order',
}

const createCard: Task = {
  label: 'Make out a card for a user',
  fails: {
    card_order_under_way: 'The user has a card order under way, and multiple card orders are off.',
    last_day_passed: 'The last day of the card has passed already.',
  },
  async foresee({ db, options, makes }, users) {
    if (options.CardsAddonExtProdMultipleCards === true || !makes) return NONE
    const underWay = await cardsUnderWay(db, ids(users), makes.name, UNDER_WAY)
    return new Map(
      [...underWay].map(([user, { number, state }]) => [
        user,
        refuse(
          'card_order_under_way',
          `Card ${number} is already under way for this user; it is ${makes.states[state]?.label ?? state}. Nothing was changed.`,
          `${ENDS[state] ?? 'Wait until it is active'}, or ask an administrator to allow multiple card orders.`,
        ),
      ]),
    )
  },
  async run(hand, users) {
    const passed = lastDayPassed(hand)
    if (passed) return new Map(users.map((user) => [user.id, passed]))
    // The users are locked by this leg, so that of two orders for one user at once, the second sees the first.
    const refusals = (await this.foresee?.(hand, users)) ?? NONE
    const { makes } = hand
    if (!makes) throw new Error(`${hand.run.useCase} makes out cards, and names no template that it makes.`)
    const accepted = users.filter((user) => !refusals.has(user.id))
    const cards = accepted.map((user) => ({
      id: cardOf(user),
      personId: user.id,
      fields: { ...mapped(hand.mapping, user.stored), validTo: hand.input['validTo'] ?? validity(hand.now, hand.options) },
    }))
    await insertObjects(hand.tx, makes, cards, hand.now)
    for (const card of cards) hand.made(makes, card.id)
    return refusals
  },
}

const enterOrder: Task = {
  label: 'Enter the production order of a card',
  fails: {},
  async run({ tx, now, actor, newId }, objects) {
    await insertOrders(
      tx,
      objects.map((object) => ({ id: newId(), cardId: cardOf(object) })),
      BUREAU,
      now,
      actor.name,
    )
    return NONE
  },
}

const withdrawOrder: Task = {
  label: 'Withdraw the order from production',
  fails: { order_already_handed_over: 'The order has left the queue: a batch has claimed it, or the bureau has it.' },
  async foresee({ db, now }, cards) {
    const orders = await ordersOf(db, cards.map(cardOf))
    return new Map(
      cards.flatMap((card) => {
        const order = orders.get(cardOf(card))
        return order?.status === 'queued' ? [] : [[card.id, tooLate(order, now)] as const]
      }),
    )
  },
  async run({ tx, now }, cards) {
    const withdrawn = await withdrawOrders(tx, cards.map(cardOf), now)
    const late = cards.filter((card) => !withdrawn.has(cardOf(card)))
    if (late.length === 0) return NONE
    const orders = await ordersOf(tx, late.map(cardOf))
    return new Map(late.map((card) => [card.id, tooLate(orders.get(cardOf(card)), now)]))
  },
}

const claim: Task = {
  label: 'Claim queued orders for a batch',
  fails: { order_not_queued: 'The order has left the queue: it was aborted, or another batch has it.' },
  async run({ tx, now, newId, run }, cards) {
    const batchId = newId()
    await openBatch(tx, { id: batchId, bureau: BUREAU, runId: run.id }, now)
    const claimed = await claimOrders(tx, cards.map(cardOf), batchId, now)
    if (claimed.size === 0) await dropEmptyBatch(tx, batchId)
    return new Map(cards.filter((card) => !claimed.has(cardOf(card))).map((card) => [card.id, notQueued()]))
  },
}

const seal: Task = {
  label: 'Seal the batch: fix and hash its manifest, and have it sent',
  fails: {},
  async run({ tx, now, run, enqueue }) {
    const batch = await openBatchOfRun(tx, run.id)
    if (!batch) throw new Error(`The run ${run.id} has no open batch to seal.`)
    const manifest = manifestOf(batch, await batchLines(tx, batch.id))
    await sealBatch(tx, batch.id, sha256(canonical(manifest)), manifest.orders.length, now)
    await enqueue('send-batch', { batch: batch.id })
    return NONE
  },
}

const recordHandOver: Task = {
  label: 'Record that the bureau has the batch',
  fails: {},
  async run({ tx, now, message }) {
    const batch = batchIn(message)
    await markBatchSent(tx, batch, now)
    await markOrdersSent(tx, batch, now, (message['references'] ?? {}) as Record<string, string>)
    return NONE
  },
}

const giveBack: Task = {
  label: 'Give the orders back to the queue',
  fails: {},
  async run({ tx, message }) {
    const batch = batchIn(message)
    await returnBatch(tx, batch, message)
    await giveBackOrders(tx, batch)
    return NONE
  },
}

const closeOrder: Task = {
  label: 'Close an order that has no queue to go back to',
  fails: {},
  async run({ tx, now, message }) {
    const batch = batchIn(message)
    await returnBatch(tx, batch, message)
    await closeOrders(tx, batch, now)
    return NONE
  },
}

const askBureau: Task = {
  label: 'Ask the bureau for its answers now',
  fails: {},
  async run({ run, enqueue }) {
    await enqueue('collect-answers', { run: run.id })
    return NONE
  },
}

const recordAnswer: Task = {
  label: "Record the bureau's answer on the order",
  fails: { bureau_does_not_have_the_order: 'The order was never handed over, so an answer to it is kept and changes nothing.' },
  async run({ tx, now, input, run, tell }, cards) {
    const answers = (input['answers'] ?? {}) as Record<string, { order: string; chipNumber?: string; text?: string }>
    const given = cards.map((card) => ({
      cardId: cardOf(card),
      orderId: answers[card.id]?.order ?? null,
      chipNumber: answers[card.id]?.chipNumber ?? null,
      failure: answers[card.id]?.text ?? null,
    }))
    const known = await recordAnswers(tx, given, run.useCase !== recordCardInProduction.symbol, now)
    if (run.useCase === recordCardFailed.symbol)
      for (const { cardId, failure } of given)
        if (known.has(cardId)) tell(cardId, { why: asSentence(failure ?? 'The bureau gave no reason') })
    const refusal = refuse(
      'bureau_does_not_have_the_order',
      'This order was never handed over to the bureau, so its answer cannot be about it. Nothing was changed.',
      'Ask the bureau which order it means.',
    )
    return new Map(cards.filter((card) => !known.has(cardOf(card))).map((card) => [card.id, refusal]))
  },
}

export const productionTasks: Readonly<Record<string, Task>> = {
  'production.create-card': createCard,
  'production.enter-order': enterOrder,
  'production.withdraw-order': withdrawOrder,
  'production.claim-orders': claim,
  'production.seal-batch': seal,
  'production.record-hand-over': recordHandOver,
  'production.give-back': giveBack,
  'production.close-order': closeOrder,
  'production.ask-bureau': askBureau,
  'production.record-answer': recordAnswer,
}

const ids = (objects: readonly Held[]): string[] => objects.map((object) => object.id)

/** The card in question: the one made for the object, or the object itself. */
const cardOf = (object: Held): string => object.madeId ?? object.id

const asSentence = (text: string): string => (/[.!?…]$/.test(text) ? text : `${text}.`)

/** Why no card can be made out that is valid to the day that was asked for. A card may be used on its last day. */
function lastDayPassed({ input, now, options }: Hand): Refusal | undefined {
  const day = input['validTo']
  if (typeof day !== 'string' || day >= localDay(now, String(options.CardsAddonExtProdTimeZone))) return undefined
  const sentence = `The last day of the card, ${day}, has passed already.`
  return {
    ...refuse('last_day_passed', `${sentence} Nothing was changed.`, 'Give today or a later day, or leave it empty.'),
    problems: [{ field: 'validTo', sentence }],
  }
}

/** Thrown where another attempt to send the batch has begun, the whole leg is undone, and the attempts go on until the end is clear. */
async function returnBatch(tx: Transaction, batch: string, message: Input): Promise<void> {
  const why = String(message['why'] ?? 'The bureau did not take the batch.')
  if (!(await markBatchReturned(tx, batch, why))) throw new Error(`Another attempt to send the batch ${batch} has begun meanwhile. ${why}`)
}

/** The batch that the message is about; a run that claimed in several legs has several. */
function batchIn(message: Input): string {
  const batch = message['batch']
  if (typeof batch !== 'string') throw new Error('The message names no batch.')
  return batch
}

const notQueued = (): Refusal =>
  refuse(
    'order_not_queued',
    'This order is no longer in the queue. Nothing was changed.',
    'Look at the history of the card to see what happened to its order.',
  )

/** Who or what closed the window, when, and what can still be done. */
function tooLate(order: StoredOrder | undefined, now: Date): Refusal {
  const code = 'order_already_handed_over'
  if (!order) return refuse(code, 'This card has no order in the queue. Nothing was changed.', 'Look at the history of the card.')
  if (order.status === 'withdrawn')
    return refuse(
      code,
      `This order was already taken out of the queue${since(order.withdrawnAt, now)}. Nothing was changed.`,
      'There is nothing left to abort.',
    )
  const batch = order.batch ? ` in batch ${order.batch.number}` : ''
  if (order.status === 'claimed')
    return refuse(
      code,
      `This order left the queue${since(order.claimedAt, now)}${batch}, which is being handed over to the bureau. Nothing was changed.`,
      'Wait a moment: if the bureau cannot be reached the order comes back to the queue. Otherwise ask the bureau to stop it, or activate the card when it arrives and lock it at once.',
    )
  return refuse(
    code,
    `This order was handed over to the bureau${since(order.sentAt ?? order.claimedAt, now)}${batch}. Nothing was changed.`,
    'Ask the bureau to stop it; otherwise activate the card when it arrives and lock it at once.',
  )
}

function since(then: Date | null, now: Date): string {
  if (!then) return ''
  const seconds = Math.max(0, Math.round((now.getTime() - then.getTime()) / 1000))
  if (seconds < 90) return ` ${seconds} second${seconds === 1 ? '' : 's'} ago`
  if (seconds < 5400) return ` ${Math.round(seconds / 60)} minutes ago`
  if (seconds < 129_600) return ` ${Math.round(seconds / 3600)} hours ago`
  return ` ${Math.round(seconds / 86_400)} days ago`
}

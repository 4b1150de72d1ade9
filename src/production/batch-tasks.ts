/** Tasks of the hand-over: orders are claimed for a batch, the batch is sealed, and the bureau has it, or definitely has not. */
import { layoutFor } from '../catalog/bureau-definition.ts'
import { user } from '../catalog/objects/user.ts'
import { sendQueuedOrders } from '../catalog/use-cases/send-queued-orders.ts'
import type { Input } from '../engine/form.ts'
import { type Refusal, refuse } from '../engine/refusal.ts'
import { canonical, sha256 } from '../kit/hash.ts'
import {
  dropEmptyBatch,
  markBatchReturned,
  markBatchSent,
  openBatch,
  openBatchesOfRun,
  ordersOfBatch,
  type StoredBatch,
  sealBatch,
} from '../store/batch.ts'
import { tellClaim } from '../store/claim-news.ts'
import type { Transaction } from '../store/database.ts'
import { readObjects } from '../store/object.ts'
import { bureausOfQueued, claimOrders, closeOrders, giveBackOrders, markOrdersSent } from '../store/order.ts'
import { sealPhotos } from '../store/sealed-photo.ts'
import { type Hand, NONE, type Task } from '../store/task.ts'
import { bureauInForce } from './bureaus-in-force.ts'
import { isFilledFromHolder } from './cards-to-print.ts'
import { manifestOf, signedWords } from './manifest.ts'
import { cardOf } from './order-tasks.ts'

const claim: Task = {
  label: 'Claim queued orders for a batch',
  fails: { order_not_queued: 'The order cannot be claimed: it was aborted, it is held, another batch has it, or the press is stopped.' },
  async run({ tx, now, newId, run }, cards) {
    // What leaves at once is sealed also while the press is stopped, and then waits to be sent; the queue keeps what it has.
    const whateverThePressDoes = run.useCase !== sendQueuedOrders.symbol
    const claimed = new Set<string>()
    for (const bureau of await bureausOfQueued(tx, cards.map(cardOf))) {
      const batch = { id: newId(), bureau, runId: run.id }
      await openBatch(tx, batch, now)
      const mine = await claimOrders(tx, cards.map(cardOf), batch, now, whateverThePressDoes)
      if (mine.size === 0) await dropEmptyBatch(tx, batch.id)
      else await tellClaim(tx, batch.id)
      for (const card of mine) claimed.add(card)
    }
    return new Map(cards.filter((card) => !claimed.has(cardOf(card))).map((card) => [card.id, notClaimed()]))
  },
}

const seal: Task = {
  label: 'Seal the batch: fix, hash and sign its manifest, and have it sent',
  fails: {},
  async run(hand) {
    const batches = await openBatchesOfRun(hand.tx, hand.run.id)
    if (batches.length === 0) throw new Error(`The run ${hand.run.id} has no open batch to seal.`)
    for (const batch of batches) await sealOne(hand, batch)
    return NONE
  },
}

const recordHandOver: Task = {
  label: 'Record that the bureau has the batch',
  fails: {},
  async run({ tx, now, message }) {
    const batch = batchIn(message)
    await markBatchSent(tx, batch, now)
    await markOrdersSent(tx, batch, now)
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

export const batchTasks: Readonly<Record<string, Task>> = {
  'production.claim-orders': claim,
  'production.seal-batch': seal,
  'production.record-hand-over': recordHandOver,
  'production.give-back': giveBack,
  'production.close-order': closeOrder,
  'production.ask-bureau': askBureau,
}

async function sealOne(hand: Hand, batch: StoredBatch): Promise<void> {
  const { tx, now, sign, enqueue } = hand
  const template = hand.makes ?? hand.template
  const layout = layoutFor(bureauInForce(hand, batch.bureau), template.name)
  const orders = await ordersOfBatch(tx, batch.id)
  const cards = new Map(
    (
      await readObjects(
        tx,
        template,
        orders.map(({ card }) => card),
      )
    ).map((card) => [card.id, card]),
  )
  const people = [...new Set([...cards.values()].flatMap(({ personId }) => personId ?? []))]
  const holders = new Map((isFilledFromHolder(layout) ? await readObjects(tx, user, people) : []).map((holder) => [holder.id, holder]))
  const photos = layout.photo ? await sealPhotos(tx, batch.id, people) : new Map<string, string>()
  const lines = orders.map(({ order, card: id }) => {
    const card = cards.get(id)
    if (!card) throw new Error(`The order ${order} of batch ${batch.number} has no card of the template ${template.name}.`)
    const holder = holders.get(card.personId ?? '')
    return { order, card, holder, photo: photos.get(card.personId ?? '') ?? null }
  })
  const manifest = manifestOf(batch, layout, lines)
  const text = canonical(manifest)
  const hash = sha256(text)
  await sealBatch(tx, batch.id, { manifest: text, hash, orders: lines.length, signature: sign(signedWords(hash)) }, now)
  await enqueue('send-batch', { batch: batch.id })
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

const notClaimed = (): Refusal =>
  refuse(
    'order_not_queued',
    'This order cannot leave now: it is no longer in the queue, it is held, or the press of its bureau is stopped. Nothing was changed.',
    'Look at the card to see where its order is.',
  )

/** Tasks about the order of a card while it is ours: made out, entered in the queue, taken out of it, held, given to another bureau. */

import { layoutFor } from '../catalog/bureau-definition.ts'
import { stateLabel } from '../engine/object.ts'
import { type Refusal, refuse } from '../engine/refusal.ts'
import { holderOf } from '../journal/sentence.ts'
import { canonical } from '../kit/hash.ts'
import { insertObjects } from '../store/object.ts'
import { cardsUnderWay, insertOrders, ordersOf, type StoredOrder, withdrawOrders } from '../store/order.ts'
import { holdOrders, releaseOrders, rerouteOrders } from '../store/order-hold.ts'
import { type Glance, type Hand, type Held, NONE, type Refusals, type Task } from '../store/task.ts'
import { bureauOfNewOrders, labelOfBureau } from './bureaus-in-force.ts'
import { localDay, mapped, validity } from './card-data.ts'
import { HANDED_OVER, movedOn, since, tooLate } from './too-late.ts'

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
    const underWay = await cardsUnderWay(
      db,
      users.map((user) => user.id),
      makes.name,
      UNDER_WAY,
    )
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
  async run(hand, objects) {
    const orders = objects.map((object) => ({ id: hand.newId(), cardId: cardOf(object) }))
    await insertOrders(hand.tx, orders, bureauOfNewOrders(hand), hand.now, hand.actor.name)
    return NONE
  },
}

const withdrawOrder: Task = {
  label: 'Withdraw the order from production',
  whileQueued: true,
  fails: { [HANDED_OVER]: 'The order has left the queue: a batch has claimed it, or the bureau has it.' },
  foresee: (glance, cards) => notQueued(glance, cards),
  async explain(glance, cards) {
    const away = cards.filter(({ stored }) => stored.state === 'ordered' || stored.state === 'inProduction')
    if (away.length === 0) return NONE
    const orders = await ordersOf(glance.db, away.map(cardOf))
    return new Map(
      away.flatMap((card) => {
        const order = orders.get(cardOf(card))
        if (!order) return []
        const title = `${glance.template.label} ${card.stored.fields['number']} · ${holderOf(card.stored)}`
        const state = stateLabel(glance.template, card.stored.state)
        return [[card.id, movedOn(title, state, order, labelOfBureau(glance, order.bureau), glance.now)] as const]
      }),
    )
  },
  async run(hand, cards) {
    const withdrawn = await withdrawOrders(hand.tx, cards.map(cardOf), hand.now)
    return refusedBut(hand, cards, withdrawn)
  },
}

const holdOrder: Task = {
  label: 'Hold the order in the queue',
  whileQueued: true,
  fails: { [HANDED_OVER]: 'The order has left the queue.', order_held: 'The order is held already.' },
  foresee: async (glance, cards) => unlessQueued(glance, cards, (order) => (order.heldAt ? heldAlready(order, glance.now) : undefined)),
  async run(hand, cards) {
    const held = await holdOrders(hand.tx, cards.map(cardOf), String(hand.input['reason'] ?? ''), hand.actor.name, hand.now)
    const others = cards.filter((card) => !held.has(cardOf(card)))
    return unlessQueued(hand, others, (order) => heldAlready(order, hand.now))
  },
}

const releaseOrder: Task = {
  label: 'Let a held order leave again',
  whileQueued: true,
  fails: { [HANDED_OVER]: 'The order has left the queue.', order_not_held: 'The order is not held.' },
  foresee: async (glance, cards) => unlessQueued(glance, cards, (order) => (order.heldAt ? undefined : notHeld())),
  async run(hand, cards) {
    const released = await releaseOrders(hand.tx, cards.map(cardOf))
    const others = cards.filter((card) => !released.has(cardOf(card)))
    return unlessQueued(hand, others, notHeld)
  },
}

const rerouteOrder: Task = {
  label: 'Give a held order to another bureau',
  whileQueued: true,
  fails: {
    [HANDED_OVER]: 'The order has left the queue.',
    order_not_held: 'The order is not held.',
    no_such_bureau: 'There is no such bureau.',
    same_bureau: 'The order is for that bureau already.',
    other_layout: 'That bureau gets cards of this template in another layout.',
  },
  foresee: async (glance, cards) => unlessQueued(glance, cards, (order) => (order.heldAt ? undefined : notHeld())),
  async run(hand, cards) {
    const target = String(hand.input['bureau'] ?? '')
    const refusal = (order: StoredOrder, template: string): Refusal | undefined =>
      !order.heldAt ? notHeld() : unfit(hand, order, template, target)
    const orders = await ordersOf(hand.tx, cards.map(cardOf))
    const refusals = new Map<string, Refusal>()
    for (const card of cards) {
      const order = orders.get(cardOf(card))
      const wrong =
        order?.status === 'queued' ? refusal(order, card.stored.template) : tooLate(order, labelOfBureau(hand, order?.bureau), hand.now)
      if (wrong) refusals.set(card.id, wrong)
    }
    const fit = cards.filter((card) => !refusals.has(card.id))
    const given = await rerouteOrders(hand.tx, fit.map(cardOf), target)
    for (const card of fit) {
      if (given.has(cardOf(card))) hand.tell(card.id, { bureau: labelOfBureau(hand, target) })
      else refusals.set(card.id, notHeld())
    }
    return refusals
  },
}

export const orderTasks: Readonly<Record<string, Task>> = {
  'production.create-card': createCard,
  'production.enter-order': enterOrder,
  'production.withdraw-order': withdrawOrder,
  'production.hold-order': holdOrder,
  'production.release-order': releaseOrder,
  'production.reroute-order': rerouteOrder,
}

/** The card in question: the one made for the object, or the object itself. */
export const cardOf = (object: Held): string => object.madeId ?? object.id

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

const notQueued = (glance: Glance, cards: readonly Held[]): Promise<Refusals> => unlessQueued(glance, cards, () => undefined)

const refusedBut = (hand: Hand, cards: readonly Held[], done: ReadonlySet<string>): Promise<Refusals> =>
  unlessQueued(
    hand,
    cards.filter((card) => !done.has(cardOf(card))),
    (order) => tooLate(order, labelOfBureau(hand, order.bureau), hand.now),
  )

/** Refuses cards without an order in the queue, and those whose queued order `wrong` objects to. */
async function unlessQueued(glance: Glance, cards: readonly Held[], wrong: (order: StoredOrder) => Refusal | undefined): Promise<Refusals> {
  if (cards.length === 0) return NONE
  const orders = await ordersOf(glance.db, cards.map(cardOf))
  return new Map(
    cards.flatMap((card) => {
      const order = orders.get(cardOf(card))
      const refusal = order?.status === 'queued' ? wrong(order) : tooLate(order, labelOfBureau(glance, order?.bureau), glance.now)
      return refusal ? [[card.id, refusal] as const] : []
    }),
  )
}

function heldAlready({ heldAt, heldBy, heldWhy }: StoredOrder, now: Date): Refusal {
  const why = heldWhy ? ` (${heldWhy})` : ''
  return refuse(
    'order_held',
    `${heldBy ?? 'Somebody'} holds this order${heldAt ? ` since${since(heldAt, now).replace(/ ago$/, '')}` : ''}${why}. Nothing was changed.`,
    'Release it when it may leave.',
    { names: [heldBy ?? ''], words: [why] },
  )
}

const notHeld = (): Refusal =>
  refuse('order_not_held', 'This order is not held; it leaves with the next release. Nothing was changed.', 'Hold it first.')

function unfit(hand: Hand, order: StoredOrder, template: string, target: string): Refusal | undefined {
  const [here, there] = [hand.bureaus.get(order.bureau), hand.bureaus.get(target)]
  if (!there)
    return refuse(
      'no_such_bureau',
      'There is no such bureau. Nothing was changed.',
      `Choose one of: ${[...hand.bureaus].map(([name, { label }]) => `${name} (${label})`).join(', ')}.`,
    )
  if (order.bureau === target)
    return refuse('same_bureau', `This order is for ${there.label} already. Nothing was changed.`, 'Choose another bureau.')
  // The database gives the parts of a layout back in an order of its own.
  const same = here && canonical(layoutFor(here, template)) === canonical(layoutFor(there, template))
  return same
    ? undefined
    : refuse(
        'other_layout',
        `${there.label} gets these cards in another layout than ${here?.label ?? order.bureau}. Nothing was changed.`,
        'Abort the order and place a new one, or ask an administrator to give both bureaus the same layout.',
      )
}

/**
 * What must be so, in a few lines of plain code that know nothing of the engine, the drawings or the database. The simulation does the
 * same to Cardinal and to this model, and after each day they must agree.
 */
export type OrderStatus = 'queued' | 'claimed' | 'sent' | 'answered' | 'withdrawn'

export interface ModelOrder {
  readonly id: string
  readonly card: string
  status: OrderStatus
  batch: string | null
}

export interface ModelCard {
  readonly id: string
  readonly user: string
  state: string
  /** How often its state has changed since it was made out. */
  moves: number
}

export interface ModelBatch {
  status: 'sealed' | 'sent' | 'acknowledged' | 'returned'
  attempts: number
  /** Its orders were never in the queue, and have none to go back to. */
  readonly direct: boolean
}

export interface Model {
  queueIsOn: boolean
  multipleOrders: boolean
  /** The use cases that an administrator has attached; those offered by default are not in here. */
  readonly attached: Set<string>
  readonly users: Map<string, 'active' | 'inactive'>
  readonly cards: Map<string, ModelCard>
  readonly orders: Map<string, ModelOrder>
  readonly batches: Map<string, ModelBatch>
  /** How many refusals people were given. */
  refusals: number
}

export const createModel = (): Model => ({
  queueIsOn: true,
  multipleOrders: false,
  attached: new Set(),
  users: new Map(),
  cards: new Map(),
  orders: new Map(),
  batches: new Map(),
  refusals: 0,
})

const UNDER_WAY = ['registered', 'requested', 'processing', 'ordered', 'inProduction', 'produced']
const OFFERED_BY_DEFAULT = ['deactivate-user', 'reactivate-user', 'activate-card', 'repeat-card-order']
const BEGINS_IN: Readonly<Record<string, readonly string[]>> = {
  'order-card': ['active'],
  'deactivate-user': ['active'],
  'reactivate-user': ['inactive'],
  'abort-card-order': ['processing'],
  'activate-card': ['produced'],
  'repeat-card-order': ['failed'],
  'update-card-order': ['ordered', 'inProduction'],
}

/** The code of the refusal that this object must be given now; undefined where it may. */
export function verdict(model: Model, useCase: string, id: string): string | undefined {
  const state = model.users.get(id) ?? model.cards.get(id)?.state ?? ''
  if (!model.attached.has(useCase) && !OFFERED_BY_DEFAULT.includes(useCase)) return 'not_attached'
  if (!BEGINS_IN[useCase]?.includes(state)) return 'wrong_state'
  if (
    useCase === 'order-card' &&
    !model.multipleOrders &&
    [...model.cards.values()].some((card) => card.user === id && UNDER_WAY.includes(card.state))
  )
    return 'card_order_under_way'
  const holder = model.cards.get(id)?.user ?? ''
  if ((useCase === 'activate-card' || useCase === 'repeat-card-order') && model.users.get(holder) !== 'active') return 'holder_not_active'
  if (useCase === 'abort-card-order' && newestOrder(model, id)?.status !== 'queued') return 'order_already_handed_over'
  return undefined
}

/** What follows for an object that may. For an order of a card see `ordered`. */
export function done(model: Model, useCase: string, id: string): void {
  if (useCase === 'deactivate-user' || useCase === 'reactivate-user') {
    const [from, to] = useCase === 'deactivate-user' ? (['active', 'inactive'] as const) : (['inactive', 'active'] as const)
    model.users.set(id, to)
    for (const card of model.cards.values()) if (card.user === id && card.state === from) move(card, to)
  }
  if (useCase === 'abort-card-order') {
    move(model.cards.get(id), 'aborted')
    const order = newestOrder(model, id)
    if (order) order.status = 'withdrawn'
  }
  if (useCase === 'activate-card') move(model.cards.get(id), 'active')
}

/** A new order, of a new card or of one that failed. It waits in the queue, or, with the queue off, is in a batch at once. */
export function ordered(model: Model, order: { id: string; card: string; user?: string; batch: string | null }): void {
  const { id, card, user, batch } = order
  if (user) model.cards.set(card, { id: card, user, state: model.queueIsOn ? 'processing' : 'registered', moves: model.queueIsOn ? 1 : 0 })
  else move(model.cards.get(card), 'processing')
  model.orders.set(id, { id, card, status: model.queueIsOn ? 'queued' : 'claimed', batch })
  if (batch) model.batches.set(batch, { status: 'sealed', attempts: 0, direct: user !== undefined })
}

/** A release puts every order of the queue in a batch; which one is not for the model to say. */
export function released(model: Model, batchOf: ReadonlyMap<string, string>): void {
  for (const order of model.orders.values()) {
    if (order.status !== 'queued') continue
    order.status = 'claimed'
    order.batch = batchOf.get(order.id) ?? null
    if (order.batch && !model.batches.has(order.batch)) model.batches.set(order.batch, { status: 'sealed', attempts: 0, direct: false })
  }
}

/** The bureau has the batch: it took it, or its answer proves it. */
export function taken(model: Model, batchId: string): void {
  const batch = model.batches.get(batchId)
  if (batch?.status !== 'sealed') return
  batch.status = 'sent'
  for (const order of ordersIn(model, batchId)) {
    order.status = 'sent'
    move(model.cards.get(order.card), 'ordered')
  }
}

/** The one attempt delivered nothing. */
export function returned(model: Model, batchId: string): void {
  const batch = model.batches.get(batchId)
  if (batch?.status !== 'sealed') return
  batch.status = 'returned'
  for (const order of ordersIn(model, batchId)) {
    order.status = batch.direct ? 'answered' : 'queued'
    if (batch.direct) move(model.cards.get(order.card), 'failed')
    else order.batch = null
  }
}

const ANSWERS: Readonly<Record<string, { from: readonly string[]; to: string }>> = {
  'in production': { from: ['ordered'], to: 'inProduction' },
  produced: { from: ['ordered', 'inProduction'], to: 'produced' },
  failed: { from: ['processing', 'ordered', 'inProduction'], to: 'failed' },
}

/** The bureau reports about an order that it has. What it says twice, late or against what it said before changes nothing. */
export function reported(model: Model, report: { readonly order: string; readonly card: string; readonly status: string }): void {
  const [order, card, answer] = [model.orders.get(report.order), model.cards.get(report.card), ANSWERS[report.status]]
  if (!card || !answer || order?.card !== report.card || order.status !== 'sent' || !answer.from.includes(card.state)) return
  move(card, answer.to)
  if (report.status !== 'in production') order.status = 'answered'
}

export const ordersIn = (model: Model, batch: string): ModelOrder[] => [...model.orders.values()].filter((order) => order.batch === batch)

/** Orders are kept in the order they were made. */
export const newestOrder = (model: Model, card: string): ModelOrder | undefined =>
  [...model.orders.values()].filter((order) => order.card === card).at(-1)

function move(card: ModelCard | undefined, state: string): void {
  if (!card) throw new Error('The model was told of a card that it does not know.')
  card.state = state
  card.moves++
}

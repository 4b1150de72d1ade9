/**
 * What must be so, in plain code that knows nothing of the engine, the drawings or the database. The simulation does the same to Cardinal
 * and to this model, and after each day they must agree. What bureaus say is in `model-answers.ts`.
 */
export type OrderStatus = 'queued' | 'claimed' | 'sent' | 'answered' | 'withdrawn' | 'recalled'

export interface ModelOrder {
  readonly id: string
  readonly card: string
  bureau: string
  status: OrderStatus
  batch: string | null
  held: boolean
}

export interface ModelCard {
  readonly id: string
  readonly user: string
  state: string
  /** How often its state has changed since it was made out. */
  moves: number
  /** To be blocked when it is produced. */
  marked: boolean
  chip: string | null
  shipment: string | null
}

export interface ModelBatch {
  readonly bureau: string
  status: 'sealed' | 'sent' | 'acknowledged' | 'returned'
  attempts: number
  /** Its orders were never in the queue, and have none to go back to. */
  readonly direct: boolean
  cutOff: number | null
}

export interface ModelRecall {
  readonly id: string
  readonly card: string
  readonly order: string
  readonly bureau: string
  readonly message: string
  readonly deadline: number
  state: 'asked' | 'sent' | 'overdue' | 'accepted' | 'refused' | 'missed'
}

export interface ModelMessage {
  readonly kind: string
  repeats: number
  recorded: number
  unmatched: number
  /** The program died while it was recorded; then nobody counts what was done before. */
  readonly brokenOff: boolean
}

export interface ModelIncident {
  readonly kind: string
  readonly card: string | null
  isOpen: boolean
}

export interface Model {
  queueIsOn: boolean
  multipleOrders: boolean
  bureauOfNewOrders: string
  /** The use cases that an administrator has attached; those offered by default are not in here. */
  readonly attached: Set<string>
  readonly users: Map<string, 'active' | 'inactive'>
  readonly cards: Map<string, ModelCard>
  readonly orders: Map<string, ModelOrder>
  /** The newest order of each card. */
  readonly newest: Map<string, ModelOrder>
  readonly batches: Map<string, ModelBatch>
  readonly recalls: Map<string, ModelRecall>
  /** By id: the bureaus, their names, and whether their presses run. */
  readonly presses: Map<string, { readonly name: string; state: 'running' | 'stopped' }>
  /** By bureau and id. */
  readonly messages: Map<string, ModelMessage>
  readonly incidents: ModelIncident[]
  /** How many refusals people were given. */
  refusals: number
}

export const createModel = (): Model => ({
  queueIsOn: true,
  multipleOrders: false,
  bureauOfNewOrders: 'bureau',
  attached: new Set(),
  users: new Map(),
  cards: new Map(),
  orders: new Map(),
  newest: new Map(),
  batches: new Map(),
  recalls: new Map(),
  presses: new Map(),
  messages: new Map(),
  incidents: [],
  refusals: 0,
})

const UNDER_WAY = ['registered', 'requested', 'processing', 'ordered', 'inProduction', 'produced']
const WHEN_ATTACHED = ['order-card', 'abort-card-order', 'update-card-order', 're-route-card-order']
const BEGINS_IN: Readonly<Record<string, readonly string[]>> = {
  'order-card': ['active'],
  'deactivate-user': ['active'],
  'reactivate-user': ['inactive'],
  'abort-card-order': ['processing'],
  'hold-card-order': ['processing'],
  'release-card-order': ['processing'],
  're-route-card-order': ['processing'],
  'recall-card-order': ['ordered', 'inProduction'],
  'block-card-on-arrival': ['ordered', 'inProduction'],
  'lift-block-on-arrival': ['ordered', 'inProduction'],
  'destroy-card': ['blocked'],
  'activate-card': ['produced'],
  'repeat-card-order': ['failed'],
  'update-card-order': ['ordered', 'inProduction'],
  'stop-the-press': ['running'],
  'start-the-press': ['stopped'],
}

/** The bureaus that get cards in the same layout; any other gets them in one of its own. */
const SAME_LAYOUT = ['bureau', 'north']

/** The code of the refusal that this object must be given now; undefined where it may. The input of a form counts where it was given. */
export function verdict(model: Model, useCase: string, id: string, now: number, input: Record<string, unknown> = {}): string | undefined {
  const [card, order] = [model.cards.get(id), model.newest.get(id)]
  const state = model.users.get(id) ?? card?.state ?? model.presses.get(id)?.state ?? ''
  if (WHEN_ATTACHED.includes(useCase) && !model.attached.has(useCase)) return 'not_attached'
  if (!BEGINS_IN[useCase]?.includes(state)) return 'wrong_state'
  switch (useCase) {
    case 'order-card':
      return !model.multipleOrders && [...model.cards.values()].some((each) => each.user === id && UNDER_WAY.includes(each.state))
        ? 'card_order_under_way'
        : undefined
    case 'activate-card':
    case 'repeat-card-order':
      return model.users.get(card?.user ?? '') === 'active' ? undefined : 'holder_not_active'
    case 'block-card-on-arrival':
      return card?.marked ? 'marked_to_block' : undefined
    case 'lift-block-on-arrival':
      return card?.marked ? undefined : 'not_marked_to_block'
    case 'recall-card-order': {
      if (openRecall(model, id)) return 'recall_under_way'
      if (order?.status !== 'sent') return 'order_not_with_bureau'
      const cutOff = model.batches.get(order.batch ?? '')?.cutOff ?? null
      return cutOff !== null && cutOff <= now ? 'cut_off_passed' : undefined
    }
    case 'abort-card-order':
      return order?.status === 'queued' ? undefined : 'order_already_handed_over'
    case 'hold-card-order':
      return order?.status !== 'queued' ? 'order_already_handed_over' : order.held ? 'order_held' : undefined
    case 'release-card-order':
      return order?.status !== 'queued' ? 'order_already_handed_over' : order.held ? undefined : 'order_not_held'
    case 're-route-card-order':
      if (order?.status !== 'queued') return 'order_already_handed_over'
      return order.held ? wrongBureau(model, order.bureau, input['bureau']) : 'order_not_held'
  }
  return undefined
}

function wrongBureau(model: Model, from: string, to: unknown): string | undefined {
  if (to === undefined) return undefined
  if (![...model.presses.values()].some(({ name }) => name === to)) return 'no_such_bureau'
  if (to === from) return 'same_bureau'
  return SAME_LAYOUT.includes(from) && SAME_LAYOUT.includes(String(to)) ? undefined : 'other_layout'
}

/** What follows for an object that may. For an order of a card see `ordered`, for a recall `recalled`. */
export function done(model: Model, useCase: string, id: string, input: Record<string, unknown> = {}): void {
  const [card, order, press] = [model.cards.get(id), model.newest.get(id), model.presses.get(id)]
  if (useCase === 'deactivate-user' || useCase === 'reactivate-user') {
    const [from, to] = useCase === 'deactivate-user' ? (['active', 'inactive'] as const) : (['inactive', 'active'] as const)
    model.users.set(id, to)
    for (const each of model.cards.values()) if (each.user === id && each.state === from) move(each, to)
  }
  if (useCase === 'abort-card-order') {
    move(card, 'aborted')
    if (order) order.status = 'withdrawn'
  }
  if (useCase === 'hold-card-order' && order) order.held = true
  if (useCase === 'release-card-order' && order) order.held = false
  if (useCase === 're-route-card-order' && order) order.bureau = String(input['bureau'])
  if (useCase === 'block-card-on-arrival' && card) card.marked = true
  if (useCase === 'lift-block-on-arrival' && card) card.marked = false
  if (useCase === 'destroy-card') move(card, 'destroyed')
  if (useCase === 'activate-card') move(card, 'active')
  if (useCase === 'stop-the-press' && press) press.state = 'stopped'
  if (useCase === 'start-the-press' && press) press.state = 'running'
}

/** A new order, of a new card or of one that failed. It waits in the queue, or, with the queue off, is in a batch at once. */
export function ordered(model: Model, given: { id: string; card: string; user?: string; batch: string | null }): void {
  const { id, card, user, batch } = given
  const bureau = model.bureauOfNewOrders
  if (user) {
    const [state, moves] = model.queueIsOn ? (['processing', 1] as const) : (['registered', 0] as const)
    model.cards.set(card, { id: card, user, state, moves, marked: false, chip: null, shipment: null })
  } else move(model.cards.get(card), 'processing')
  const order: ModelOrder = { id, card, bureau, status: model.queueIsOn ? 'queued' : 'claimed', batch, held: false }
  model.orders.set(id, order)
  model.newest.set(card, order)
  if (batch) model.batches.set(batch, { bureau, status: 'sealed', attempts: 0, direct: user !== undefined, cutOff: null })
}

/** The orders that a release of this bureau takes now. */
export const leaving = (model: Model, bureau: string): ModelOrder[] =>
  model.presses.size > 0 && [...model.presses.values()].some(({ name, state }) => name === bureau && state === 'stopped')
    ? []
    : [...model.orders.values()].filter((order) => order.bureau === bureau && order.status === 'queued' && !order.held)

/** A release puts every order that may leave in a batch; which one is not for the model to say. */
export function released(model: Model, bureau: string, batchOf: ReadonlyMap<string, string>): void {
  for (const order of leaving(model, bureau)) {
    const batch = batchOf.get(order.id) ?? ''
    order.status = 'claimed'
    order.batch = batch
    if (!model.batches.has(batch)) model.batches.set(batch, { bureau, status: 'sealed', attempts: 0, direct: false, cutOff: null })
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

/** An order that the bureau has is asked back. The bureau has some hours to answer, and no longer than it takes orders back. */
export function recalled(model: Model, recall: { id: string; card: string; message: string }, now: number, hours: number): void {
  const order = model.newest.get(recall.card)
  if (!order) throw new Error('The model was told of a recall of a card without an order.')
  const due = now + hours * 3_600_000
  const deadline = Math.min(due, model.batches.get(order.batch ?? '')?.cutOff ?? due)
  model.recalls.set(recall.id, { ...recall, order: order.id, bureau: order.bureau, deadline, state: 'asked' })
}

/** Recalls that were not answered in time. */
export function lapsed(model: Model, now: number): void {
  for (const recall of model.recalls.values()) {
    if ((recall.state !== 'asked' && recall.state !== 'sent') || recall.deadline > now) continue
    recall.state = 'overdue'
    raise(model, 'Recall overdue', recall.card)
  }
}

/** Something that a person must look into; there is no second of a kind about a card while one is open. */
export function raise(model: Model, kind: string, card: string | null): void {
  const known = card !== null && model.cards.has(card) ? card : null
  if (known === null || !model.incidents.some((each) => each.isOpen && each.kind === kind && each.card === known))
    model.incidents.push({ kind, card: known, isOpen: true })
}

export const ordersIn = (model: Model, batch: string): ModelOrder[] => [...model.orders.values()].filter((order) => order.batch === batch)

export const openRecall = (model: Model, card: string): ModelRecall | undefined =>
  [...model.recalls.values()].find((recall) => recall.card === card && ['asked', 'sent', 'overdue'].includes(recall.state))

export function move(card: ModelCard | undefined, state: string): void {
  if (!card) throw new Error('The model was told of a card that it does not know.')
  card.state = state
  card.moves++
}

import type { Database } from '../../src/store/database.ts'
import { type Model, ordersIn } from './model.ts'
import type { PretendBureau } from './pretend-bureau.ts'

/** In sentences, what is not as the model says or as the invariants demand; empty where all is well. `whole` also reads the journal of everything. */
export async function disagreements(db: Database, model: Model, bureau: PretendBureau, whole: boolean): Promise<string[]> {
  return [
    ...(await objects(db, model)),
    ...(await orders(db, model)),
    ...(await batches(db, model)),
    ...handedOver(model, bureau),
    ...(await never(db)),
    ...(whole ? await journal(db, model) : []),
  ]
}

async function objects(db: Database, { users, cards }: Model): Promise<string[]> {
  const rows = await db.query<{ id: string; state: string }>('select id, state from person union all select id, state from card')
  return [
    ...(rows.length === users.size + cards.size ? [] : [`There are ${rows.length} objects, and should be ${users.size + cards.size}.`]),
    ...rows.flatMap(({ id, state }) => {
      const expected = users.get(id) ?? cards.get(id)?.state
      return state === expected ? [] : [`${id} is ${state}, and should be ${expected}.`]
    }),
  ]
}

async function orders(db: Database, model: Model): Promise<string[]> {
  const rows = await db.query<{ id: string; status: string; batch_id: string | null }>('select id, status, batch_id from production_order')
  return [
    ...(rows.length === model.orders.size ? [] : [`There are ${rows.length} orders, and should be ${model.orders.size}.`]),
    ...rows.flatMap(({ id, status, batch_id }) => {
      const expected = model.orders.get(id)
      return status === expected?.status && batch_id === expected.batch
        ? []
        : [`The order ${id} is ${status} in batch ${batch_id}, and should be ${expected?.status} in batch ${expected?.batch}.`]
    }),
  ]
}

async function batches(db: Database, model: Model): Promise<string[]> {
  const rows = await db.query<{ id: string; status: string; orders: number }>('select id, status, orders from batch')
  return rows.flatMap(({ id, status, orders: size }) => {
    const expected = model.batches.get(id)
    const held = ordersIn(model, id).length
    return [
      ...(status === expected?.status ? [] : [`The batch ${id} is ${status}, and should be ${expected?.status}.`]),
      ...(status === 'returned' || size === held ? [] : [`The batch ${id} says that it holds ${size} orders, and holds ${held}.`]),
    ]
  })
}

/** An order is handed over at most once, and never after it was withdrawn; and what the bureau has we know of. */
function handedOver(model: Model, bureau: PretendBureau): string[] {
  const seen = new Set<string>()
  return [...bureau.given.values()].flatMap((manifest) =>
    manifest.orders.flatMap(({ order }) => {
      const status = model.orders.get(order)?.status ?? 'unknown to us'
      const twice = seen.has(order)
      seen.add(order)
      return [
        ...(twice ? [`The order ${order} was handed over twice.`] : []),
        ...(['claimed', 'sent', 'answered'].includes(status) ? [] : [`The bureau has the order ${order}, which is ${status}.`]),
      ]
    }),
  )
}

/** What must never be found, whatever happened. */
async function never(db: Database): Promise<string[]> {
  const found = async (sentence: string, condition: string): Promise<string[]> => {
    const [row] = await db.query<{ count: number }>(`select count(*) as count from ${condition}`)
    return row?.count === 0 ? [] : [`${row?.count} ${sentence}`]
  }
  return [
    ...(await found('batches were left open.', `batch where status = 'open'`)),
    ...(await found('runs were left walking.', `run where state = 'walking'`)),
    ...(await found('runs have counted wrong.', `run where state = 'ended' and done + refused <> total`)),
  ]
}

/** The journal tells every change of state and every refusal, each once; and what it tells leads to where each card is. */
async function journal(db: Database, model: Model): Promise<string[]> {
  const moves = await db.query<{ object_id: string; from_state: string; to_state: string }>(
    `select object_id, from_state, to_state from journal where kind = 'moved' and template = 'card' order by object_id, id`,
  )
  const told = grouped(moves)
  const wrong = [...model.cards.values()].flatMap(({ id, state, moves: expected }) => {
    const story = told.get(id) ?? []
    const chain = story.every((entry, at) => entry.from_state === (story[at - 1]?.to_state ?? 'registered'))
    const last = story.at(-1)?.to_state ?? 'registered'
    return chain && last === state && story.length === expected
      ? []
      : [
          `The journal tells of ${id}: ${story.map((entry) => `${entry.from_state} > ${entry.to_state}`).join(', ')}; it is ${state} after ${expected} moves.`,
        ]
  })
  const [refused] = await db.query<{ count: number }>(
    `select count(*) as count from journal where kind = 'refused' and actor_kind = 'person'`,
  )
  return [
    ...wrong,
    ...(refused?.count === model.refusals ? [] : [`The journal tells of ${refused?.count} refusals; people were given ${model.refusals}.`]),
  ]
}

function grouped<T extends { object_id: string }>(entries: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const entry of entries) {
    const group = groups.get(entry.object_id)
    if (group) group.push(entry)
    else groups.set(entry.object_id, [entry])
  }
  return groups
}

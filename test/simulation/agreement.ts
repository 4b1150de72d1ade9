import { derivedId } from '../../src/kit/derived-id.ts'
import type { Database } from '../../src/store/database.ts'
import { type Model, ordersIn } from './model.ts'
import { keyOf } from './model-answers.ts'
import type { PretendBureau } from './pretend-bureau.ts'

/** In sentences, what is not as the model says or as the invariants demand; empty where all is well. `whole` also reads the journal of everything. */
export async function disagreements(
  db: Database,
  model: Model,
  bureaus: ReadonlyMap<string, PretendBureau>,
  whole: boolean,
): Promise<string[]> {
  return [
    ...(await objects(db, model)),
    ...(await cards(db, model)),
    ...(await orders(db, model)),
    ...(await batches(db, model)),
    ...(await recalls(db, model)),
    ...(await incidents(db, model)),
    ...handedOver(model, bureaus),
    ...(await never(db)),
    ...(whole ? await messages(db, model) : []),
    ...(whole ? await journal(db, model) : []),
  ]
}

async function objects(db: Database, { users, cards, presses }: Model): Promise<string[]> {
  const rows = await db.query<{ id: string; state: string }>(
    'select id, state from person union all select id, state from card union all select id, state from bureau',
  )
  const size = users.size + cards.size + presses.size
  return [
    ...(rows.length === size ? [] : [`There are ${rows.length} objects, and should be ${size}.`]),
    ...rows.flatMap(({ id, state }) => {
      const expected = users.get(id) ?? cards.get(id)?.state ?? presses.get(id)?.state
      return state === expected ? [] : [`${id} is ${state}, and should be ${expected}.`]
    }),
  ]
}

/** What a card bears besides its state. */
async function cards(db: Database, model: Model): Promise<string[]> {
  const rows = await db.query<{ id: string; marked: boolean; chip: string | null; shipment: string | null }>(
    `select id, block_on_arrival is not null as marked, chip_number as chip, carrier || ' ' || tracking_number as shipment from card`,
  )
  return rows.flatMap(({ id, ...row }) => {
    const { marked, chip, shipment } = model.cards.get(id) ?? {}
    const [is, should] = [row, { marked, chip, shipment }].map((each) => JSON.stringify(each))
    return is === should ? [] : [`The card ${id} bears ${is}, and should bear ${should}.`]
  })
}

async function orders(db: Database, model: Model): Promise<string[]> {
  const rows = await db.query<{ id: string; status: string; batch: string | null; bureau: string; held: boolean }>(
    'select id, status, batch_id as batch, bureau, held_at is not null as held from production_order',
  )
  return [
    ...(rows.length === model.orders.size ? [] : [`There are ${rows.length} orders, and should be ${model.orders.size}.`]),
    ...rows.flatMap(({ id, ...row }) => {
      const { status, batch, bureau, held } = model.orders.get(id) ?? {}
      const [is, should] = [row, { status, batch, bureau, held }].map((each) => JSON.stringify(each))
      return is === should ? [] : [`The order ${id} is ${is}, and should be ${should}.`]
    }),
  ]
}

async function batches(db: Database, model: Model): Promise<string[]> {
  const rows = await db.query<{ id: string; status: string; orders: number; bureau: string; cut_off_at: Date | null }>(
    'select id, status, orders, bureau, cut_off_at from batch',
  )
  return rows.flatMap(({ id, status, orders: size, bureau, cut_off_at: cutOff }) => {
    const expected = model.batches.get(id)
    const holds = ordersIn(model, id).length
    return [
      ...(status === expected?.status && bureau === expected.bureau
        ? []
        : [`The batch ${id} is ${status}, and should be ${expected?.status}.`]),
      ...(status === 'returned' || size === holds ? [] : [`The batch ${id} says that it holds ${size} orders, and holds ${holds}.`]),
      ...((cutOff?.getTime() ?? null) === expected?.cutOff ? [] : [`The batch ${id} can be recalled until ${cutOff?.toISOString()}.`]),
    ]
  })
}

async function recalls(db: Database, model: Model): Promise<string[]> {
  const rows = await db.query<{ id: string; state: string; deadline_at: Date }>('select id, state, deadline_at from recall')
  return [
    ...(rows.length === model.recalls.size ? [] : [`There are ${rows.length} recalls, and should be ${model.recalls.size}.`]),
    ...rows.flatMap(({ id, state, deadline_at: deadline }) => {
      const expected = model.recalls.get(id)
      return state === expected?.state && deadline.getTime() === expected.deadline
        ? []
        : [`The recall ${id} is ${state} and due at ${deadline.toISOString()}, and should be ${expected?.state}.`]
    }),
  ]
}

async function incidents(db: Database, model: Model): Promise<string[]> {
  const rows = await db.query<{ line: string }>(
    `select kind || ' ' || coalesce(card_id::text, 'none') || ' ' || (state <> 'closed') as line from incident`,
  )
  const found = rows.map(({ line }) => line).sort()
  const expected = model.incidents.map(({ kind, card, isOpen }) => `${kind} ${card ?? 'none'} ${isOpen}`).sort()
  const at = expected.findIndex((line, place) => line !== found[place])
  return found.length === expected.length && at === -1
    ? []
    : [`There are ${found.length} incidents, and should be ${expected.length}; first “${found[at]}”, where “${expected[at]}” should be.`]
}

/** An order is handed over at most once, and never after it was withdrawn; and what a bureau has we know of. */
function handedOver(model: Model, bureaus: ReadonlyMap<string, PretendBureau>): string[] {
  const seen = new Set<string>()
  return [...bureaus].flatMap(([name, { given }]) =>
    [...given.values()].flatMap((manifest) =>
      manifest.orders.flatMap(({ order }) => {
        const { status = 'unknown to us', bureau } = model.orders.get(order) ?? {}
        const twice = seen.has(order)
        seen.add(order)
        return [
          ...(twice ? [`The order ${order} was handed over twice.`] : []),
          ...(bureau === name ? [] : [`The bureau ${name} has the order ${order}, which is for ${bureau}.`]),
          ...(['claimed', 'sent', 'answered', 'recalled'].includes(status)
            ? []
            : [`The bureau has the order ${order}, which is ${status}.`]),
        ]
      }),
    ),
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
    ...(await found(
      'cards came back after they were aborted.',
      `journal where kind = 'moved' and template = 'card' and from_state = 'aborted'`,
    )),
    ...(await found(
      'cards were activated that were blocked.',
      `journal a join journal b on b.object_id = a.object_id where a.to_state = 'active' and b.to_state = 'blocked'`,
    )),
    ...(await found(
      'cards are aborted while the bureau makes them.',
      `card c join production_order o on o.card_id = c.id where c.state = 'aborted' and o.status in ('claimed', 'sent')`,
    )),
    ...(await found('messages were kept and not recorded.', `bureau_message where recorded_at is null`)),
  ]
}

/** Every message is kept once, with how often it came again and what became of its lines. */
async function messages(db: Database, model: Model): Promise<string[]> {
  const rows = await db.query<{ bureau: string; message: string; kind: string; repeats: number; recorded: number; unmatched: number }>(
    'select bureau, message, kind, repeats, recorded, jsonb_array_length(unmatched) as unmatched from bureau_message',
  )
  const expected = new Map(
    [...model.messages].map(([key, said]) => {
      const [bureau = '', ...rest] = key.split(' ')
      return [said.kind === 'unreadable' ? keyOf(bureau, derivedId(`unreadable ${bureau} ${rest.join(' ')}`)) : key, said]
    }),
  )
  return [
    ...(rows.length === expected.size ? [] : [`${rows.length} messages were kept, and should be ${expected.size}.`]),
    ...rows.flatMap(({ bureau, message, ...row }) => {
      const said = expected.get(keyOf(bureau, message))
      const should = said && {
        kind: said.kind,
        repeats: said.repeats,
        recorded: said.brokenOff ? row.recorded : said.recorded,
        unmatched: said.brokenOff ? row.unmatched : said.unmatched,
      }
      return JSON.stringify(row) === JSON.stringify(should)
        ? []
        : [`The message ${message} of ${bureau} is kept as ${JSON.stringify(row)}, and should be as ${JSON.stringify(should)}.`]
    }),
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

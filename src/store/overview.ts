import type { Queryable } from './database.ts'

/** How many there are, and since when the oldest has been so; null where there is none. */
export interface Stage {
  readonly count: number
  readonly oldest: Date | null
}

const NOTHING: Stage = { count: 0, oldest: null }

/** The queue of a bureau, and what has left it without having reached the bureau yet. */
export async function orderStages(db: Queryable, bureau: string): Promise<{ queued: Stage; claimed: Stage }> {
  const [queued] = await db.query<Stage>(
    `select count(*) as count, min(queued_at) as oldest from production_order where bureau = $1 and status = 'queued'`,
    [bureau],
  )
  const [claimed] = await db.query<Stage>(
    `select count(*) as count, min(claimed_at) as oldest from production_order
     where status = 'claimed' and batch_id in (select id from batch where bureau = $1 and status in ('open', 'sealed'))`,
    [bureau],
  )
  return { queued: queued ?? NOTHING, claimed: claimed ?? NOTHING }
}

/** The cards of a template in each of these states; a state that no card is in is absent. */
export async function cardStages(db: Queryable, template: string, states: readonly string[]): Promise<Map<string, Stage>> {
  const rows = await db.query<Stage & { state: string }>(
    'select state, count(*) as count, min(changed_at) as oldest from card where template = $1 and state = any($2::text[]) group by state',
    [template, states],
  )
  return new Map(rows.map(({ state, count, oldest }) => [state, { count, oldest }]))
}

/** How many cards of a template are in a state; by the index alone. */
export async function countInState(db: Queryable, template: string, state: string): Promise<number> {
  const [found] = await db.query<{ count: number }>('select count(*) as count from card where template = $1 and state = $2', [
    template,
    state,
  ])
  return found?.count ?? 0
}

/** How many orders wait in the queue of a bureau. */
export async function countQueued(db: Queryable, bureau: string): Promise<number> {
  const [found] = await db.query<{ count: number }>(
    `select count(*) as count from production_order where bureau = $1 and status = 'queued'`,
    [bureau],
  )
  return found?.count ?? 0
}

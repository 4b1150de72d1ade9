import type { Queryable } from './database.ts'

/** How many there are, and since when the oldest has been so; null where there is none. */
export interface Stage {
  readonly count: number
  readonly oldest: Date | null
}

/** Where the orders of a bureau can be: in the queue, held in it, in a batch on its way, and as the card is since. */
export type StageName = 'queued' | 'held' | 'claimed' | 'ordered' | 'inProduction' | 'produced' | 'failed'

const NOTHING: Stage = { count: 0, oldest: null }

/**
 * How much stands where for a bureau, of cards of these templates. Cards are counted by their state alone: while there is one bureau that is exact, and with several the
 * newest order of each card says whose it is.
 */
export async function stagesOf(db: Queryable, templates: readonly string[], bureau: string): Promise<Record<StageName, Stage>> {
  const one = async (text: string): Promise<Stage> => (await db.query<Stage>(text, [bureau]))[0] ?? NOTHING
  const cards = await db.query<Stage & { state: string }>(
    `select c.state, count(*) as count, min(c.changed_at) as oldest from card c
     where c.template = any($2::text[]) and c.state in ('ordered', 'inProduction', 'produced', 'failed') and ($1 = (select min(name) from bureau having count(*) = 1) or
       $1 = (select o.bureau from production_order o where o.card_id = c.id order by o.queued_at desc, o.id desc limit 1))
     group by c.state`,
    [bureau, templates],
  )
  const card = (state: string): Stage => {
    const found = cards.find((each) => each.state === state)
    return found ? { count: found.count, oldest: found.oldest } : NOTHING
  }
  return {
    queued: await one(
      `select count(*) as count, min(queued_at) as oldest from production_order where bureau = $1 and status = 'queued' and held_at is null`,
    ),
    held: await one(
      `select count(*) as count, min(held_at) as oldest from production_order where bureau = $1 and status = 'queued' and held_at is not null`,
    ),
    claimed: await one(
      `select count(*) as count, min(claimed_at) as oldest from production_order
       where status = 'claimed' and batch_id in (select id from batch where bureau = $1 and status in ('open', 'sealed'))`,
    ),
    ordered: card('ordered'),
    inProduction: card('inProduction'),
    produced: card('produced'),
    failed: card('failed'),
  }
}

/** How many orders wait in the queues of all bureaus, held ones among them. */
export async function countQueued(db: Queryable): Promise<number> {
  const [found] = await db.query<{ count: number }>(
    `select (select count(*) from production_order where status = 'queued' and held_at is null)
          + (select count(*) from production_order where status = 'queued' and held_at is not null) as count`,
  )
  return found?.count ?? 0
}

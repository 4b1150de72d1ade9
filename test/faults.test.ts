import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Database } from '../src/store/database.ts'
import { databaseKind, freshDatabase } from './databases.ts'
import { type Ending, faultAt } from './faults/fault.ts'
import { type Ground, openGround, type Walked, walk } from './faults/walk.ts'

/** The embedded database is slower, and tries every ninth point; FAULTS_EVERY=1 tries all. */
const every = Number(process.env.FAULTS_EVERY ?? (databaseKind() === 'embedded' ? 9 : 1))

let db: Database
let ground: Ground
beforeAll(async () => {
  db = await freshDatabase()
  ground = await openGround(db)
})
afterAll(() => db.close())

it('whatever await of a hand-over goes wrong, nothing is lost, nothing is doubled, and every card comes to its one end', async () => {
  await walk(ground, faultAt()) // Whatever is read for the first time has been read then.
  const calm = faultAt()
  await forget()
  expect(await outcome(await walk(ground, calm))).toEqual(AS_IT_SHOULD)
  const { points } = calm
  const tried: Record<Ending, number> = { lost: 0, death: 0, 'not delivered': 0 }
  for (const { number, label, isHandOver } of points) {
    if (number % every !== 0 && !isHandOver) continue
    for (const ending of isHandOver ? (['lost', 'death', 'not delivered'] as const) : (['lost', 'death'] as const)) {
      await forget()
      const fault = faultAt(number, ending)
      const what = `${ending} at point ${number}, ${label}`
      const walked = await walk(ground, fault).catch((error) => {
        throw new Error(`It was never done: ${what}. ${error instanceof Error ? error.message : error}`, { cause: error })
      })
      expect(fault.struck(), what).toBe(true)
      expect(await outcome(walked), what).toEqual(AS_IT_SHOULD)
      tried[ending]++
    }
  }
  console.log(`faults: ${points.length} points of one hand-over; tried ${JSON.stringify(tried)}`)
  expect(points.length).toBeGreaterThan(100)
}, 600_000)

const AS_IT_SHOULD = {
  cards: ['produced/answered', 'produced/answered', 'aborted/recalled', 'produced/answered', 'failed/answered'],
  readOut: ['04A1', 'Post P-1'],
  references: 5,
  recalls: ['accepted', 'missed', 'refused'],
  incidents: ['Recall overdue'],
  batchesGiven: 1,
  ordersGiven: 5,
  recallsGiven: 2,
  unheard: 0,
  batches: ['acknowledged'],
  attemptsAgree: true,
  messages: [
    'acknowledged',
    'acknowledged',
    'acknowledged',
    'cut-off',
    'in-production',
    'produced',
    'recall-accepted',
    'recall-refused',
    'shipped',
  ],
  unrecorded: 0,
  runsLeft: 0,
  brokenChains: 0,
  jobsLeft: 0,
}

/** What a bureau said about the cards of one walk is told apart from the next. */
const forget = () => db.script('truncate bureau_message, incident')

/** Everything about the five cards, in the words that they are compared by. */
async function outcome({ cards, bureau }: Walked): Promise<typeof AS_IT_SHOULD> {
  const all = async <Row>(sql: string): Promise<Row[]> => db.query<Row>(sql, [cards])
  const texts = async (sql: string): Promise<string[]> => (await all<{ text: string }>(sql)).map(({ text }) => text)
  const one = async (sql: string): Promise<number> => (await all<{ n: number }>(sql))[0]?.n ?? Number.NaN
  const given = [...bureau.batches.values()].flatMap(({ manifest }) => manifest.orders)
  const mine = 'o.card_id = any($1::uuid[])'
  return {
    cards: await texts(
      `select c.state || '/' || string_agg(o.status, '+') as text from card c join production_order o on o.card_id = c.id where ${mine}
       group by c.id order by array_position($1::uuid[], c.id)`,
    ),
    readOut: await texts(
      `select t.text from card c cross join lateral (values (c.chip_number), (c.carrier || ' ' || c.tracking_number)) as t(text)
       where c.id = any($1::uuid[]) and t.text is not null`,
    ),
    references: await one(`select count(*) as n from production_order o where ${mine} and o.bureau_reference = 'R-' || o.id`),
    recalls: await texts('select state as text from recall where card_id = any($1::uuid[]) order by state'),
    incidents: await texts('select kind as text from incident where $1::uuid[] is not null order by kind'),
    batchesGiven: bureau.batches.size,
    ordersGiven: new Set(given.map(({ order }) => order)).size === given.length ? given.length : Number.NaN,
    recallsGiven: bureau.recalls.size,
    unheard: bureau.unheard(),
    batches: await texts(`select distinct b.status as text from production_order o join batch b on b.id = o.batch_id where ${mine}`),
    attemptsAgree:
      (await one(
        `select count(*) as n from batch b where b.id in (select o.batch_id from production_order o where ${mine})
         and b.attempts <> (select count(*) from batch_attempt a where a.batch_id = b.id)`,
      )) === 0,
    messages: await texts('select kind as text from bureau_message where $1::uuid[] is not null order by kind'),
    unrecorded: await one('select count(*) as n from bureau_message where recorded_at is null and $1::uuid[] is not null'),
    runsLeft: await one(`select count(*) as n from run where $1::uuid[] is not null and (state <> 'ended' or done + refused <> total)`),
    brokenChains: await one(
      `select count(*) as n from (
         select from_state, lag(to_state) over (partition by object_id order by id) as before from journal where kind = 'moved' and object_id = any($1::uuid[])
       ) as moves where from_state <> coalesce(before, 'registered')`,
    ),
    jobsLeft: await one('select count(*) as n from job_to_do where $1::uuid[] is not null'),
  }
}

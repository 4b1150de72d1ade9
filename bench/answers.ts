import { rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FromBureau } from '../src/production/contract/message.ts'
import { messageText } from '../src/production/contract/read-message.ts'
import { collectAnswers } from '../src/runtime/collect.ts'
import type { PostgresServer } from '../test/postgres-server.ts'
import { inBatch, releaseBare } from './bare-release.ts'
import { type Fixture, openFixture, queueOrders } from './fixture.ts'
import { median, type Result, tell } from './report.ts'

const orders = Number(process.env.BENCH_ORDERS ?? 100_000)
const rounds = 2

/** Collecting a hundred thousand answers, a thousand cards a message, from the folder of the bureau; and the same rows by bare statements. In turns. */
export async function measureAnswers(server: PostgresServer): Promise<Result> {
  const fixture = await openFixture(server)
  const { db, world, bureau } = fixture
  tell(`collecting ${orders} answers: ${rounds} rounds`)
  const times: { own: number; bare: number }[] = []
  for (let round = 0; round < rounds; round++) {
    const forBare = await answersTo(fixture)
    const bare = await timed(async () => {
      for (const message of forBare) await recordBare(fixture, message)
    })
    const forOwn = await answersTo(fixture)
    await give(fixture, forOwn)
    const own = await timed(async () => {
      const collected = await collectAnswers(world, bureau)
      if (collected !== forOwn.length) throw new Error(`${collected} of ${forOwn.length} answers were collected.`)
    })
    const [left] = await db.query<{ left: number }>(`select count(*) as left from production_order where status = 'sent'`)
    if (left?.left !== 0) throw new Error(`${left?.left} orders were not answered.`)
    times.push({ own, bare })
    tell(`round ${round + 1}: ${own.toFixed(1)} s; bare ${bare.toFixed(1)} s`)
  }
  await fixture.close()
  const ratio = median(times.map(({ own, bare }) => own / bare))
  return {
    what: `collecting ${orders.toLocaleString('en')} answers of the bureau, ${inBatch} cards a message, against the bare SQL`,
    aim: 'within 2×',
    measured: `${ratio.toFixed(2)}×`,
    met: ratio <= 2,
    details: [
      'Ours reads each file, checks the message against the contract, keeps it, matches every line with its order, records, and puts the file away. The bare side has the messages in memory, and changes the rows of each by one statement: the message, the orders, the cards, a run, and a line of the journal for each card.',
      ...times.map(({ own, bare }, round) => `round ${round + 1}: ${own.toFixed(1)} s; bare ${bare.toFixed(1)} s`),
    ],
  }
}

async function timed(work: () => Promise<void>): Promise<number> {
  const begun = performance.now()
  await work()
  return (performance.now() - begun) / 1000
}

type Produced = FromBureau & { kind: 'produced' }

/** Orders that the bureau has, and what it says of them. */
async function answersTo(fixture: Fixture): Promise<Produced[]> {
  const { db, world } = fixture
  await queueOrders(fixture, orders)
  await releaseBare(fixture, orders)
  const sent = await db.query<{ order: string; card: string }>(
    `select id as order, card_id as card from production_order where status = 'sent' order by id`,
  )
  await db.script('vacuum (analyze)')
  await db.script('checkpoint')
  return Array.from({ length: Math.ceil(sent.length / inBatch) }, (_, nth) => ({
    format: 'cardinal-bureau',
    version: 1,
    kind: 'produced',
    message: world.newId(),
    at: world.clock.now().toISOString(),
    lines: sent.slice(nth * inBatch, (nth + 1) * inBatch).map((line) => ({ ...line, chipNumber: `04${line.card.slice(-12)}` })),
  }))
}

async function give({ bureauFolder }: Fixture, messages: readonly Produced[]): Promise<void> {
  for (const message of messages) {
    const name = join(bureauFolder, 'answers', `${message.message}.json`)
    await writeFile(`${name}.part`, messageText(message))
    await rename(`${name}.part`, name)
  }
}

async function recordBare({ db, world }: Fixture, message: Produced): Promise<void> {
  const { lines } = message
  await db.query(ANSWERED, [
    world.newId(),
    message.message,
    JSON.stringify(message),
    lines.map(({ order }) => order),
    lines.map(({ chipNumber }) => chipNumber ?? null),
    lines.map(world.newId),
    lines.length,
  ])
}

const ANSWERED = `
  with kept as (
    insert into bureau_message (bureau, message, kind, source, said_at, received_at, body, recorded_at, lines, recorded)
    values ('bureau', $2::uuid, 'produced', 'a file', now(), now(), $3::jsonb, now(), $7::int, $7::int)
  ), begun as (
    insert into run (id, use_case, drawing, state, actor_kind, actor_name, at, total, done, started_at, ended_at)
    select $1::uuid, 'CardsAddonExtProdProcProduced', hash, 'ended', 'bureau', 'Bureau', 'recorded', $7::int, $7::int, now(), now()
    from current_definition where kind = 'drawing' and name = 'CardsAddonExtProdProcProduced'
  ), given as (
    select * from unnest($4::uuid[], $5::text[], $6::uuid[]) with ordinality as given(order_id, chip, entry, number)
  ), answered as (
    update production_order o set status = 'answered', answered_at = now() from given where o.id = given.order_id and o.status = 'sent'
    returning o.card_id, given.chip, given.entry, given.number
  ), moved as (
    update card c set state = 'produced', chip_number = answered.chip, version = version + 1, changed_at = now()
    from answered where c.id = answered.card_id and c.state = 'ordered' returning c.id, answered.entry, answered.number
  ), placed as (
    insert into run_object (run_id, object_id, position, at, outcome) select $1::uuid, id, number, 'recorded', 'done' from moved
  )
  insert into journal (id, at, kind, actor_kind, actor_name, use_case, run_id, template, object_id, from_state, to_state)
  select entry, now(), 'moved', 'bureau', 'Bureau', 'CardsAddonExtProdProcProduced', $1::uuid, 'card', id, 'ordered', 'produced' from moved`

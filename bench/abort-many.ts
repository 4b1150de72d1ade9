import { setTimeout as pause } from 'node:timers/promises'
import type { Database } from '../src/store/database.ts'
import type { PostgresServer } from '../test/postgres-server.ts'
import { abortBare } from './bare.ts'
import { type Client, signedIn } from './client.ts'
import { openFixture, queueOrders } from './fixture.ts'
import { median, type Result, tell } from './report.ts'
import { startServing } from './serving.ts'

const orders = Number(process.env.BENCH_ORDERS ?? 100_000)
const rounds = 2

/** Abort of a hundred thousand queued orders as one run, asked for over HTTP; and the same rows changed by bare statements. In turns. */
export async function measureAbortMany(server: PostgresServer): Promise<Result> {
  const fixture = await openFixture(server)
  tell(`abort of ${orders} orders as one run: ${rounds} rounds; first ${3 * rounds * orders} orders are written`)
  const cards = await queueOrders(fixture, orders * 3 * rounds)
  const serving = await startServing({ DATABASE_URL: fixture.databaseUrl, DATA_DIR: fixture.folder, DEMO: '0' })
  const client = await signedIn(serving.port, 'operator', fixture.password)
  const times: { one: number; two: number; run: number }[] = []
  let used = 0
  const measure = async (work: (first: number) => Promise<unknown>): Promise<number> => {
    await fixture.db.script('vacuum (analyze)')
    await fixture.db.script('checkpoint')
    const begun = performance.now()
    await work(used + 1)
    used += orders
    return (performance.now() - begun) / 1000
  }
  const half = Math.floor(orders / 2)
  for (let round = 0; round < rounds; round++) {
    const one = await measure((first) => abortBare(fixture.db, first, first + orders - 1))
    const run = await measure((first) => abortAsOneRun(fixture.db, client, cards.slice(first - 1, first - 1 + orders)))
    const two = await measure((first) =>
      Promise.all([abortBare(fixture.db, first, first + half - 1), abortBare(fixture.db, first + half, first + orders - 1)]),
    )
    times.push({ one, two, run })
    tell(`round ${round + 1}: bare ${one.toFixed(1)} s, with two workers ${two.toFixed(1)} s; as one run ${run.toFixed(1)} s`)
  }
  const [left] = await fixture.db.query<{ left: number }>(`select count(*) as left from card where state <> 'aborted'`)
  if (left?.left !== 0) throw new Error(`${left?.left} orders were not aborted.`)
  client.close()
  await serving.stop()
  await fixture.close()

  const ratio = median(times.map(({ run, one }) => run / one))
  const ratioOfTwo = median(times.map(({ run, two }) => run / two))
  return {
    what: `abort of ${orders.toLocaleString('en')} queued orders as one run, against the bare set-based SQL`,
    aim: 'within 1.5×',
    measured: `${ratio.toFixed(2)}× (${ratioOfTwo.toFixed(2)}× two bare statements at the same time)`,
    met: ratio <= 1.5,
    details: [
      'The bare SQL is one statement for all of them, in one transaction, which checks nothing; with two workers, two such statements at the same time. The run is walked in legs of a thousand, two at a time, each checked under its locks and committed, with progress to be seen.',
      ...times.map(
        ({ one, two, run }, round) =>
          `round ${round + 1}: bare ${one.toFixed(1)} s, with two workers ${two.toFixed(1)} s; as one run ${run.toFixed(1)} s`,
      ),
    ],
  }
}

async function abortAsOneRun(db: Database, client: Client, cards: readonly string[]): Promise<void> {
  const { status, body } = await client.post('/commands/abort-card-order', { objects: cards, input: {} })
  if (status >= 300) throw new Error(`The run was answered with ${status}: ${body.slice(0, 300)}`)
  const { id } = (JSON.parse(body) as { run: { id: string } }).run
  for (;;) {
    const [run] = await db.query<{ state: string; done: number }>('select state, done from run where id = $1', [id])
    if (run?.state === 'ended' && run.done === cards.length) return
    if (run?.state !== 'walking') throw new Error(`The run is ${run?.state} with ${run?.done} of ${cards.length} done.`)
    await pause(20)
  }
}

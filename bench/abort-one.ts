import type { PostgresServer } from '../test/postgres-server.ts'
import { type Client, signedIn } from './client.ts'
import { openFixture, queueOrders } from './fixture.ts'
import { abortByPgbench } from './pgbench.ts'
import { median, type Result, tell } from './report.ts'
import { startServing } from './serving.ts'

const clients = 16
const rounds = 5
const each = 250

/** Abort of one order over HTTP, begin and answer in one call, by sixteen clients; and the same rows changed by pgbench. In turns. */
export async function measureAbortOne(server: PostgresServer): Promise<Result> {
  const fixture = await openFixture(server)
  const perRound = clients * each
  tell(`abort of one order: ${2 * rounds} rounds of ${perRound}, by ${clients} clients`)
  const cards = await queueOrders(fixture, perRound * (2 * rounds + 2))
  const serving = await startServing({ DATABASE_URL: fixture.databaseUrl, DATA_DIR: fixture.folder, DEMO: '0' })
  const asking = await Promise.all(Array.from({ length: clients }, () => signedIn(serving.port, 'operator', fixture.password)))
  let used = 0
  const overHttp = async (): Promise<number> => {
    const mine = cards.slice(used, used + perRound)
    used += perRound
    const begun = performance.now()
    await Promise.all(asking.map((client, nth) => abortAll(client, mine.slice(nth * each, (nth + 1) * each))))
    return perRound / ((performance.now() - begun) / 1000)
  }
  const byPgbench = async (): Promise<number> => {
    const rate = await abortByPgbench(fixture.databaseUrl, { first: used + 1, clients, each })
    used += perRound
    return rate
  }
  await overHttp() // To warm up.
  await byPgbench()
  const pairs: { http: number; pgbench: number }[] = []
  for (let round = 0; round < rounds; round++) pairs.push({ pgbench: await byPgbench(), http: await overHttp() })
  const [left] = await fixture.db.query<{ left: number }>(`select count(*) as left from card where state <> 'aborted'`)
  if (left?.left !== 0) throw new Error(`${left?.left} orders were not aborted.`)
  for (const client of asking) client.close()
  await serving.stop()
  await fixture.close()

  const ratio = median(pairs.map(({ http, pgbench }) => http / pgbench))
  return {
    what: `abort of one order over HTTP, PostgreSQL, ${clients} clients, against \`pgbench -c ${clients}\``,
    aim: 'at least 0.33 of its rate',
    measured: `${ratio.toFixed(2)}: ${median(pairs.map(({ http }) => http)).toFixed(0)}/s against ${median(pairs.map(({ pgbench }) => pgbench)).toFixed(0)}/s`,
    met: ratio >= 1 / 3,
    details: [
      'pgbench changes the same rows by one prepared statement: the card, its order, the run, its object, the journal. Both reach the database through its socket. Over HTTP: the session, the request, the checks under the lock, the same rows, the answer.',
      ...pairs.map(({ http, pgbench }, round) => `round ${round + 1}: ${http.toFixed(0)}/s over HTTP, ${pgbench.toFixed(0)}/s by pgbench`),
    ],
  }
}

async function abortAll(client: Client, cards: readonly string[]): Promise<void> {
  for (const card of cards) {
    const { status, body } = await client.post('/commands/abort-card-order', { objects: [card], input: {} })
    if (status !== 200 || !body.includes('"outcome":"done"')) throw new Error(`An abort was answered with ${status}: ${body}`)
  }
}

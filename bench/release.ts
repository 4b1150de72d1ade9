import { setTimeout as pause } from 'node:timers/promises'
import { schedulerActor } from '../src/identity/actor.ts'
import { BUREAU } from '../src/production/bureau.ts'
import { type Bureaus, handlersOf } from '../src/runtime/desk.ts'
import { release } from '../src/runtime/release.ts'
import type { Database } from '../src/store/database.ts'
import type { PostgresServer } from '../test/postgres-server.ts'
import { inBatch, releaseBare } from './bare-release.ts'
import { type Fixture, openFixture, queueOrders } from './fixture.ts'
import { median, type Result, tell } from './report.ts'

const orders = Number(process.env.BENCH_ORDERS ?? 100_000)
const rounds = 2

/** Release of a hundred thousand queued orders into sealed batches that are handed over as files; and the same by bare statements. In turns. */
export const measureRelease = (server: PostgresServer): Promise<Result> =>
  measureReleaseTo(server, 'handed over as files', async ({ bureaus }) => bureaus)

/**
 * The same to any bureau. The bare release writes plain files, whatever the bureau does with a batch.
 * @param how what becomes of a batch, as the table says it
 */
export async function measureReleaseTo(
  server: PostgresServer,
  how: string,
  bureausOf: (fixture: Fixture) => Promise<Bureaus>,
  details: (times: readonly { readonly sent: number }[]) => readonly string[] = () => [],
): Promise<Result> {
  const fixture = await openFixture(server)
  const { db, world, jobs } = fixture
  tell(`release of ${orders} orders, ${how}: ${rounds} rounds`)
  await jobs.work(handlersOf(world, await bureausOf(fixture), schedulerActor, async () => {}))
  const times: { sealed: number; sent: number; bareSealed: number; bareSent: number }[] = []
  for (let round = 0; round < rounds; round++) {
    await queueOrders(fixture, orders)
    const bare = await measure(db, () => releaseBare(fixture, orders))
    await queueOrders(fixture, orders)
    const own = await measure(db, async () => {
      const sent = await release(world, schedulerActor, BUREAU)
      if ('code' in sent || sent.orders !== orders) throw new Error(`The release came to ${JSON.stringify(sent)}.`)
    })
    times.push({ sealed: own.sealed, sent: own.sent, bareSealed: bare.sealed, bareSent: bare.sent })
    tell(
      `round ${round + 1}: ${own.sent.toFixed(1)} s, of which ${own.sealed.toFixed(1)} s until all batches were sealed; bare ${bare.sent.toFixed(1)} s`,
    )
  }
  await fixture.close()
  const ratio = median(times.map(({ sent, bareSent }) => sent / bareSent))
  return {
    what: `release of ${orders.toLocaleString('en')} queued orders into sealed batches of ${inBatch}, ${how}, against the bare SQL and file writing`,
    aim: 'within 1.5×',
    measured: `${ratio.toFixed(2)}×`,
    met: ratio <= 1.5,
    details: [
      'Both end when the last file is in the folder of the bureau and its orders are recorded as sent. The bare release is a loop that claims a batch by one statement, reads its lines, hashes and writes the file, and records the hand-over by one statement.',
      ...details(times),
      ...times.map(
        ({ sent, bareSent, sealed }, round) =>
          `round ${round + 1}: ${sent.toFixed(1)} s, of which ${sealed.toFixed(1)} s until all batches were sealed; bare ${bareSent.toFixed(1)} s`,
      ),
    ],
  }
}

/** Until the work is done, and until every batch has been sent; in seconds. */
async function measure(db: Database, work: () => Promise<void>): Promise<{ sealed: number; sent: number }> {
  await db.script('checkpoint')
  const begun = performance.now()
  await work()
  const sealed = (performance.now() - begun) / 1000
  for (;;) {
    const [left] = await db.query<{ left: number }>(`select count(*) as left from batch where status <> 'sent'`)
    if (left?.left === 0) return { sealed, sent: (performance.now() - begun) / 1000 }
    await pause(20)
  }
}

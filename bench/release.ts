import { createHash } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { schedulerActor } from '../src/identity/actor.ts'
import { BUREAU } from '../src/production/bureau.ts'
import { writeWhole } from '../src/production/bureaus/whole-file.ts'
import { handlersOf } from '../src/runtime/desk.ts'
import { release } from '../src/runtime/release.ts'
import type { Database } from '../src/store/database.ts'
import type { PostgresServer } from '../test/postgres-server.ts'
import { type Fixture, openFixture, queueOrders } from './fixture.ts'
import { median, type Result, tell } from './report.ts'

const orders = Number(process.env.BENCH_ORDERS ?? 100_000)
const inBatch = 1000
const rounds = 2

/** Release of a hundred thousand queued orders into sealed batches that are handed over as files; and the same by bare statements. In turns. */
export async function measureRelease(server: PostgresServer): Promise<Result> {
  const fixture = await openFixture(server)
  const { db, world, jobs, bureaus } = fixture
  tell(`release of ${orders} orders: ${rounds} rounds`)
  await jobs.work(handlersOf(world, bureaus, schedulerActor, async () => {}))
  const times: { sealed: number; sent: number; bareSealed: number; bareSent: number }[] = []
  for (let round = 0; round < rounds; round++) {
    await queueOrders(fixture, orders)
    const bare = await measure(db, () => releaseBare(fixture))
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
    what: `release of ${orders.toLocaleString('en')} queued orders into sealed batches of ${inBatch}, handed over as files, against the bare SQL and file writing`,
    aim: 'within 1.5×',
    measured: `${ratio.toFixed(2)}×`,
    met: ratio <= 1.5,
    details: [
      'Both end when the last file is in the folder of the bureau and its orders are recorded as sent. The bare release is a loop that claims a batch by one statement, reads its lines, hashes and writes the file, and records the hand-over by one statement.',
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

async function releaseBare({ db, world, bureauFolder }: Fixture): Promise<void> {
  const folder = join(bureauFolder, 'bare')
  await mkdir(folder, { recursive: true })
  for (let left = orders; left > 0; left -= inBatch) {
    const [batch, run] = [world.newId(), world.newId()]
    await db.query(CLAIM, [batch, run, inBatch])
    const lines = await db.query(
      `select o.id, c.id as card, c.number, c.holder_first_name, c.holder_last_name, c.employee_number, c.unit, c.common_name, c.user_principal_name, c.valid_to
       from production_order o join card c on c.id = o.card_id where o.batch_id = $1 order by o.queued_at, o.id`,
      [batch],
    )
    const text = JSON.stringify(lines)
    const hash = createHash('sha256').update(text).digest('hex')
    await db.query(`update batch set status = 'sealed', sealed_at = now(), manifest_hash = $2, orders = $3 where id = $1`, [
      batch,
      hash,
      lines.length,
    ])
    await writeWhole(folder, `${batch}.json`, JSON.stringify({ hash, manifest: lines }), batch)
    const ids = lines.map(() => world.newId())
    await db.query(SENT, [batch, run, ids])
  }
}

const CLAIM = `
  with begun as (
    insert into run (id, use_case, drawing, state, actor_kind, actor_name, at, total, started_at)
    select $2::uuid, 'CardsAddonExtProdProcSend', hash, 'waiting', 'system', 'Schedule', 'answer', $3::int, now()
    from current_definition where kind = 'drawing' and name = 'CardsAddonExtProdProcSend'
  ), opened as (
    insert into batch (id, bureau, status, run_id, opened_at) values ($1::uuid, 'bureau', 'open', $2::uuid, now())
  ), claimed as (
    update production_order set status = 'claimed', batch_id = $1::uuid, claimed_at = now()
    where id in (select id from production_order where bureau = 'bureau' and status = 'queued' order by queued_at, id limit $3::int) and status = 'queued' returning card_id
  ), placed as (
    insert into run_object (run_id, object_id, position, at) select $2::uuid, card_id, row_number() over (), 'answer' from claimed
  )
  select from claimed`

const SENT = `
  with sent as (
    update production_order set status = 'sent', sent_at = now() where batch_id = $1::uuid and status = 'claimed' returning card_id
  ), moved as (
    update card set state = 'ordered', version = version + 1, changed_at = now() from sent where id = card_id and state = 'processing' returning id
  ), marked as (
    update batch set status = 'sent', sent_at = now() where id = $1::uuid and status = 'sealed'
  ), placed as (
    update run_object set at = 'ordered', outcome = 'done' where run_id = $2::uuid
  ), ended as (
    update run set state = 'ended', at = 'ordered', done = total, ended_at = now() where id = $2::uuid
  ), numbered as (
    select id, row_number() over () as number from moved
  )
  insert into journal (id, at, kind, actor_kind, actor_name, use_case, run_id, template, object_id, from_state, to_state)
  select entry, now(), 'moved', 'system', 'Schedule', 'CardsAddonExtProdProcSend', $2::uuid, 'card', numbered.id, 'processing', 'ordered'
  from numbered join unnest($3::uuid[]) with ordinality as given(entry, number) using (number)`

import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { build } from 'esbuild'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Actor } from '../src/engine/permit.ts'
import { actorOf, schedulerActor } from '../src/identity/actor.ts'
import { createAccount } from '../src/identity/create-account.ts'
import { systemClock } from '../src/kit/clock.ts'
import { root } from '../src/kit/root.ts'
import { openCardinal } from '../src/open-cardinal.ts'
import { BUREAU } from '../src/production/bureau.ts'
import { prepareFolder } from '../src/production/bureaus/directory.ts'
import type { Manifest } from '../src/production/contract/message.ts'
import { begin } from '../src/runtime/begin.ts'
import { handlersOf } from '../src/runtime/desk.ts'
import { publish } from '../src/runtime/publish.ts'
import { release } from '../src/runtime/release.ts'
import type { World } from '../src/runtime/world.ts'
import type { Database } from '../src/store/database.ts'
import { openDatabase } from '../src/store/open.ts'
import { chanceFrom } from './chance.ts'
import { freshPlace, type Place } from './databases.ts'
import { testKeys } from './keys.ts'
import type { WorkerSaid, WorkerSettings } from './race/worker.ts'

/** RACE_CARDS and RACE_SECONDS make it longer; RACE_SEED makes the same kills at the same times. */
const cards = Number(process.env.RACE_CARDS ?? 20_000)
const seconds = Number(process.env.RACE_SECONDS ?? 15)
const seed = Number(process.env.RACE_SEED ?? Date.now() % 1_000_000)
const nodes = 3

const worker = join(root, '.cache', `race-worker-${process.pid}.mjs`)
let place: Place
let db: Database
let bureauFolder: string
const aborted = new Set<string>()
const troubles: string[] = []
let killed = 0

beforeAll(async () => {
  await build({
    entryPoints: [join(root, 'test/race/worker.ts')],
    outfile: worker,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
  })
  place = await freshPlace()
  db = await openDatabase(place.settings)
  bureauFolder = await mkdtemp(join(tmpdir(), 'cardinal-race-'))
  await prepareFolder(bureauFolder)
})
afterAll(async () => {
  await db.close()
  await place.remove()
  await rm(bureauFolder, { recursive: true, force: true })
  await rm(worker, { force: true })
})

it('aborts and releases race from several nodes that are killed at random: no card is both aborted and handed over, and none is lost', async () => {
  const took = { queue: await timed(fillTheQueue), race: await timed(race), drain: await timed(drain) }

  const counts = await count()
  console.log(`race, seed ${seed}:`, JSON.stringify({ ...counts, seconds: took }))
  expect(counts).toMatchObject({
    deadlocks: 0,
    lostAborts: 0,
    twiceInManifests: 0,
    abortedAndInManifest: 0,
    notOneMoveOut: 0,
    wrongSums: 0,
  })
  expect(counts.aborted + counts.ordered).toBe(cards)
  expect([counts.withdrawnOrders, counts.sentOrders]).toEqual([counts.aborted, counts.ordered])
  expect([counts.inManifests, counts.inSentBatches]).toEqual([counts.ordered, counts.ordered])
  expect(counts.disagreeing).toBe(0)
  // A race that one side won altogether would have shown nothing.
  expect(Math.min(counts.aborted, counts.ordered)).toBeGreaterThan(cards / 50)
  expect(killed).toBeGreaterThan(3)
  expect([...new Set(troubles)].filter((trouble) => !isBadLine(trouble))).toEqual([])
}, 240_000)

/** What the bad line says is expected, and what a connection says whose process is killed never gets here. */
const isBadLine = (trouble: string): boolean => trouble.startsWith('The line ')

async function fillTheQueue(): Promise<void> {
  const cardinal = await openCardinal(db, {
    clock: systemClock,
    bureauFolder,
    keys: testKeys,
    failed: (error) => troubles.push(String(error)),
  })
  const { world, jobs } = cardinal
  const made = await createAccount(world, schedulerActor, {
    name: 'operator',
    displayName: 'Olga Operator',
    password: 'a-desk-for-the-tests',
    roles: ['operator', 'administrator'],
  })
  if ('code' in made) throw new Error(made.sentence)
  const operator = actorOf(made)
  const attach = (template: string, state: string, useCase: string) =>
    publish(world, operator, { change: { kind: 'commands', template, state, items: [{ useCase }] }, ifMatch: undefined, why: null })
  await attach('user', 'active', 'order-card')
  await attach('card', 'processing', 'abort-card-order')
  await setBatchSize(world, 40) // There are many to race for.
  await db.query(
    `insert into person (id, template, state, first_name, last_name, created_at, changed_at)
     select gen_random_uuid(), 'user', 'active', 'Racer', 'Number ' || number, now(), now() from generate_series(1, $1::int) number`,
    [cards],
  )
  const users = (await db.query<{ id: string }>('select id from person order by id')).map(({ id }) => id)
  for (let from = 0; from < users.length; from += 1000) {
    const outcome = await begin(world, operator, { useCase: 'order-card', objects: users.slice(from, from + 1000), input: {} })
    if (outcome.kind !== 'run' || outcome.run.state !== 'ended') throw new Error('The cards could not be ordered.')
  }
  await jobs.stop()
}

async function timed(work: () => Promise<void>): Promise<number> {
  const begun = Date.now()
  await work()
  return Math.round((Date.now() - begun) / 1000)
}

async function setBatchSize(world: World, orders: number): Promise<void> {
  const administrator: Actor = { kind: 'person', id: null, name: 'Adam', roles: ['administrator'] }
  const change = { kind: 'options', values: { CardsAddonExtProdBatchSize: orders } } as const
  const published = await publish(world, administrator, { change, ifMatch: undefined, why: null })
  if ('code' in published) throw new Error(published.sentence)
}

/** Several nodes at work; one after the other is killed in the middle of whatever it does, and replaced; until the queue is empty. */
async function race(): Promise<void> {
  const chance = chanceFrom(seed)
  const running = Array.from({ length: nodes }, (_, node) => start(seed + node))
  const end = Date.now() + seconds * 1000
  const isOver = async (): Promise<boolean> => {
    const [queue] = await db.query<{ queued: boolean }>(`select exists (select from production_order where status = 'queued') as queued`)
    return Date.now() > end || queue?.queued === false
  }
  while (!(await isOver())) {
    const at = Math.floor(chance() * nodes)
    await running[at]?.ready
    await pause(200 + chance() * 1000)
    await kill(running[at])
    running[at] = start(seed + 100 + killed)
  }
  await Promise.all(running.map(kill))
}

interface Running {
  readonly child: ChildProcess
  readonly ready: Promise<void>
  readonly ended: Promise<void>
}

function start(workerSeed: number): Running {
  const settings: WorkerSettings = {
    databaseUrl: place.settings.databaseUrl ?? '',
    dataDir: place.settings.dataDir,
    bureauFolder,
    seed: workerSeed,
  }
  const child = spawn(process.execPath, [worker, JSON.stringify(settings)], { stdio: ['ignore', 'pipe', 'inherit'] })
  if (!child.stdout) throw new Error('The worker cannot be heard.')
  const lines = createInterface(child.stdout)
  const ready = new Promise<void>((resolve) => {
    lines.on('line', (line) => {
      if (!line.endsWith('}')) return // The last one may be cut.
      const said = JSON.parse(line) as WorkerSaid
      if (said.ready) resolve()
      if (said.trouble) troubles.push(said.trouble)
      for (const id of said.aborted ?? []) aborted.add(id)
    })
    lines.once('close', resolve)
  })
  return { child, ready, ended: new Promise((resolve) => child.once('close', () => resolve())) }
}

async function kill(running: Running | undefined): Promise<void> {
  if (running?.child.exitCode !== null) throw new Error('A worker ended by itself.')
  running.child.kill('SIGKILL')
  killed++
  await running.ended
}

/** One calm node works off what the killed ones left behind: by its jobs alone, as after any crash. */
async function drain(): Promise<void> {
  const { world, bureaus, jobs } = await openCardinal(db, {
    clock: systemClock,
    bureauFolder,
    keys: testKeys,
    failed: (error) => troubles.push(String(error)),
  })
  await jobs.work(handlersOf(world, bureaus, schedulerActor, async () => {}))
  const isQuiet = async (): Promise<boolean> => {
    const [left] = await db.query<{ left: number }>(
      `select (select count(*) from batch where status in ('open', 'sealed')) + (select count(*) from run where state = 'walking') as left`,
    )
    return left?.left === 0
  }
  const until = async (condition: () => Promise<boolean>): Promise<void> => {
    const patience = Date.now() + 120_000
    while (!(await condition())) {
      if (Date.now() > patience) throw new Error('The jobs that killed nodes left behind were not worked off.')
      await pause(100)
    }
  }
  await until(isQuiet)
  await setBatchSize(world, 1000)
  await release(world, schedulerActor, BUREAU)
  await until(isQuiet)
  await jobs.stop()
}

async function count() {
  const one = async (sql: string): Promise<number> => (await db.query<{ n: number }>(sql))[0]?.n ?? Number.NaN
  const manifests = await manifestsOfTheBureau()
  const named = manifests.flatMap((manifest) => manifest.orders.map((order) => order.card))
  const inManifest = new Set(named)
  const states = new Map((await db.query<{ id: string; state: string }>('select id, state from card')).map(({ id, state }) => [id, state]))
  return {
    aborted: [...states.values()].filter((state) => state === 'aborted').length,
    ordered: [...states.values()].filter((state) => state === 'ordered').length,
    withdrawnOrders: await one(`select count(*) as n from production_order where status = 'withdrawn'`),
    sentOrders: await one(`select count(*) as n from production_order where status = 'sent'`),
    inManifests: inManifest.size,
    inSentBatches: await one(`select coalesce(sum(orders), 0)::bigint as n from batch where status = 'sent'`),
    batches: manifests.length,
    returnedBatches: await one(`select count(*) as n from batch where status = 'returned'`),
    killed,
    abortsAcknowledged: aborted.size,
    attempts: await one(`select coalesce(sum(attempts), 0)::bigint as n from batch`),
    deadlocks: await one(`select deadlocks as n from pg_stat_database where datname = current_database()`),
    lostAborts: [...aborted].filter((id) => states.get(id) !== 'aborted').length,
    twiceInManifests: named.length - inManifest.size,
    abortedAndInManifest: named.filter((id) => states.get(id) !== 'ordered').length,
    disagreeing: await one(
      `select count(*) as n from card c join production_order o on o.card_id = c.id left join batch b on b.id = o.batch_id
       where (c.state, o.status, coalesce(b.status, '')) not in (('aborted', 'withdrawn', ''), ('ordered', 'sent', 'sent'))`,
    ),
    notOneMoveOut: await one(
      `select count(*) as n from card c where 1 <> (select count(*) from journal j where j.object_id = c.id and j.kind = 'moved' and j.from_state = 'processing' and j.to_state = c.state)
         or 1 <> (select count(*) from journal j where j.object_id = c.id and j.kind = 'moved' and j.from_state = 'processing')`,
    ),
    wrongSums: await one(
      `select count(*) as n from run r join lateral (
         select count(*) as total, count(*) filter (where outcome = 'done') as done, count(*) filter (where outcome = 'refused') as refused
         from run_object where run_id = r.id) o on true
       where (r.total, r.done, r.refused) is distinct from (o.total, o.done, o.refused) or r.state = 'ended' and r.done + r.refused <> r.total`,
    ),
  }
}

async function manifestsOfTheBureau(): Promise<Manifest[]> {
  const folder = join(bureauFolder, 'orders')
  const files = (await readdir(folder)).filter((name) => name.startsWith('batch-'))
  return Promise.all(files.map(async (name) => (JSON.parse(await readFile(join(folder, name), 'utf8')) as { manifest: Manifest }).manifest))
}

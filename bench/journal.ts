import { execFile } from 'node:child_process'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { exportJournalTo } from '../src/export-journal.ts'
import { countUnsealed } from '../src/journal/seal.ts'
import { root } from '../src/kit/root.ts'
import { createJournalKeeper } from '../src/runtime/journal-keeper.ts'
import { verifyWith } from '../src/runtime/verify-journal.ts'
import type { Database } from '../src/store/database.ts'
import type { PostgresServer } from '../test/postgres-server.ts'
import { type Client, signedIn } from './client.ts'
import { type Fixture, openFixture, queueOrders } from './fixture.ts'
import { median, type Result, tell } from './report.ts'
import { startServing } from './serving.ts'

const entries = Number(process.env.BENCH_ENTRIES ?? 1_000_000)
const clients = 16
const each = 60
const many = 2_000
const rounds = 5

/** A journal of a million entries, sealed, verified and exported; and what sealing costs those who append meanwhile. */
export async function measureJournal(server: PostgresServer): Promise<Result[]> {
  const fixture = await openFixture(server)
  tell(`the journal: ${entries} entries are written`)
  await writeEntries(fixture, entries)
  const whole = await measureWhole(fixture)
  const appending = await measureAppending(fixture)
  await fixture.close()
  return [whole, appending]
}

async function measureWhole(fixture: Fixture): Promise<Result> {
  const { world, db, folder } = fixture
  const memory = watchMemory()
  const seal = await timed(() => createJournalKeeper(world).seal())
  tell(`sealed in ${seal.toFixed(1)} s`)
  const idle = await timed(() => createJournalKeeper(world).seal())
  const verify = await timed(async () => {
    const { faults, findings } = await verifyWith(world, [], () => {})
    if (faults > 0) throw new Error(findings[0]?.sentence)
  })
  tell(`verified in ${verify.toFixed(1)} s`)
  const to = join(await mkdtemp(join(folder, 'export-')), 'journal')
  const exported = await timed(() => exportJournalTo(db, to, () => {}).then(() => {}))
  const most = memory.stop()
  let aloneMemory = 0
  const alone = await timed(async () => {
    aloneMemory = await verifyAlone(to)
  })
  tell(
    `verified by the stand-alone verifier in ${alone.toFixed(1)} s; memory ${most.toFixed(0)} MB beyond what it had, and ${aloneMemory.toFixed(0)} MB`,
  )
  const bytes = (await stat(join(to, 'entries.jsonl'))).size
  const [sizes] = await db.query<{ journal: number; tree: number; index: number }>(
    `select pg_total_relation_size('journal') as journal, pg_relation_size('journal_by_transaction') as index,
       pg_total_relation_size('journal_tile') + pg_total_relation_size('journal_node') + pg_total_relation_size('journal_checkpoint') as tree`,
  )
  await rm(to, { recursive: true })
  const megabytes = (count: number | undefined): string => `${((count ?? 0) / 1_048_576).toFixed(count && count < 1_048_576 ? 2 : 0)} MB`
  return {
    what: `a journal of ${entries.toLocaleString('en')} entries: sealed, verified, verified alone`,
    aim: 'memory that does not grow with it',
    measured: `${seal.toFixed(1)} s, ${verify.toFixed(1)} s, ${alone.toFixed(1)} s`,
    met: most < 300 && aloneMemory < 300,
    details: [
      `memory of the process that seals, verifies and exports, beyond what it had: at most ${most.toFixed(0)} MB; of the stand-alone verifier, in all: ${aloneMemory.toFixed(0)} MB`,
      `exported in ${exported.toFixed(1)} s, ${megabytes(bytes)} of entries; a look when nothing is new: ${(idle * 1000).toFixed(0)} ms`,
      `in the database: the journal ${megabytes(sizes?.journal)}, its tree ${megabytes(sizes?.tree)}, the index by transaction ${megabytes(sizes?.index)}`,
    ],
  }
}

/** The abort of one order by several clients, and of many in one run; with sealing every second, and without. In turns. */
async function measureAppending(fixture: Fixture): Promise<Result> {
  const { db, databaseUrl, password, folder } = fixture
  const perRound = clients * each
  const cards = await queueOrders(fixture, (perRound + many) * (2 * rounds + 1))
  const serving = await startServing({ DATABASE_URL: databaseUrl, DATA_DIR: folder, DEMO: '0' })
  const asking = await Promise.all(Array.from({ length: clients }, () => signedIn(serving.port, 'operator', password)))
  const take = (count: number): string[] => cards.splice(0, count)
  const measure = async (): Promise<{ one: number; run: number }> => {
    const mine = take(perRound)
    const one = await timed(async () => {
      await Promise.all(asking.map((client, nth) => abortEach(client, mine.slice(nth * each, (nth + 1) * each))))
    })
    const run = await timed(() => abortAsRun(db, asking[0], take(many)))
    return { one, run }
  }
  await measure() // To warm up.
  const pairs: { on: { one: number; run: number }; off: { one: number; run: number } }[] = []
  for (let round = 0; round < rounds; round++) {
    await allSealed(db)
    const off = await withoutSealing(db, measure)
    await allSealed(db)
    pairs.push({ off, on: await measure() })
  }
  for (const client of asking) client.close()
  await serving.stop()
  const one = median(pairs.map(({ on, off }) => off.one / on.one))
  const run = median(pairs.map(({ on, off }) => off.run / on.run))
  return {
    what: `abort of one order over HTTP, ${clients} clients, and of ${many.toLocaleString('en')} in one run: sealing every second against none`,
    aim: 'at least 0.90 of the rate',
    measured: `${one.toFixed(2)} and ${run.toFixed(2)}`,
    met: one >= 0.9 && run >= 0.9,
    details: [
      `The journal held ${entries.toLocaleString('en')} entries before. Without sealing: the tree is put aside, so that nothing can be sealed.`,
      ...pairs.map(
        ({ on, off }, round) =>
          `round ${round + 1}: ${(perRound / on.one).toFixed(0)}/s against ${(perRound / off.one).toFixed(0)}/s; in one run ${on.run.toFixed(2)} s against ${off.run.toFixed(2)} s`,
      ),
    ],
  }
}

async function abortEach(client: Client, cards: readonly string[]): Promise<void> {
  for (const card of cards) {
    const { status, body } = await client.post('/commands/abort-card-order', { objects: [card], input: {} })
    if (status !== 200) throw new Error(`An abort was answered with ${status}: ${body}`)
  }
}

async function abortAsRun(db: Database, client: Client | undefined, cards: readonly string[]): Promise<void> {
  const { body = '' } = (await client?.post('/commands/abort-card-order', { objects: cards, input: {} })) ?? {}
  const { id } = (JSON.parse(body) as { run: { id: string } }).run
  while ((await db.query<{ state: string }>('select state from run where id = $1', [id]))[0]?.state !== 'ended') await pause(10)
}

/**
 * The tree is put aside, so the server, which knows a checkpoint over it, looks for it once a second and seals nothing. To hold a
 * transaction open would keep the sealer waiting too, but would slow everything else down: nothing that is outdated could be cleared away.
 */
async function withoutSealing<T>(db: Database, work: () => Promise<T>): Promise<T> {
  await db.script('create table tree_put_aside as table journal_tree; delete from journal_tree')
  const done = await work()
  await db.script('insert into journal_tree table tree_put_aside; drop table tree_put_aside')
  return done
}

async function allSealed(db: Database): Promise<void> {
  while ((await countUnsealed(db)) > 0) await pause(50)
}

async function writeEntries({ db, world }: Fixture, count: number): Promise<void> {
  const size = 10_000
  for (let done = 0; done < count; done += size)
    await db.query(
      `insert into journal (id, at, kind, actor_kind, use_case, run_id, template, object_id, from_state, to_state, facts)
       select id, now(), 'moved', 'person', 'CardsAddonExtProdProcAbort', id, 'card', id, 'processing', 'aborted', '{"why": "no longer with us"}'
       from unnest($1::uuid[]) as given(id)`,
      [Array.from({ length: Math.min(size, count - done) }, world.newId)],
    )
  await db.script('vacuum (analyze) journal')
}

async function timed(work: () => Promise<void>): Promise<number> {
  const begun = performance.now()
  await work()
  return (performance.now() - begun) / 1000
}

/** The most memory beyond what there was, in MB. */
function watchMemory(): { stop(): number } {
  const before = process.memoryUsage().rss
  let most = before
  const timer = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss)
  }, 50)
  return {
    stop() {
      clearInterval(timer)
      return (most - before) / 1_048_576
    },
  }
}

/** Answers its memory at most, in MB, as the system measures it. */
async function verifyAlone(folder: string): Promise<number> {
  const code = `process.on('exit', () => console.error('RSS ' + process.resourceUsage().maxRSS)); await import(${JSON.stringify(join(root, 'tools/verify-journal.js'))})`
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', code, folder])
  if (!stdout.startsWith('Nothing is wrong')) throw new Error(`${stdout}${stderr}`)
  return Number(/RSS (\d+)/.exec(stderr)?.[1]) / 1024
}

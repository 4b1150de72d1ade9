import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { root } from '../src/kit/root.ts'
import type { Database } from '../src/store/database.ts'
import { openDatabase } from '../src/store/open.ts'
import { freshPlace, type Place } from './databases.ts'
import { complaints } from './race/count.ts'
import { runRace } from './race/race.ts'

/** `npm run race` is the same with as many orders as one has time for. RACE_SEED makes the same kills at the same times. */
const orders = Number(process.env.RACE_CARDS ?? 20_000)
const seconds = Number(process.env.RACE_SECONDS ?? 15)
const seed = Number(process.env.RACE_SEED ?? Date.now() % 1_000_000)

const worker = join(root, '.cache', `race-worker-${process.pid}.mjs`)
let place: Place
let db: Database
let folder: string

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
  folder = await mkdtemp(join(tmpdir(), 'cardinal-race-'))
})
afterAll(async () => {
  await db.close()
  await place.remove()
  await rm(folder, { recursive: true, force: true })
  await rm(worker, { force: true })
})

it('nodes that are killed at random race for the same orders: each card has one outcome, and none is aborted and handed over, or lost', async () => {
  const {
    counts,
    troubles,
    seconds: took,
  } = await runRace(db, {
    databaseUrl: place.settings.databaseUrl ?? '',
    dataDir: place.settings.dataDir,
    bureauFolder: folder,
    worker,
    orders,
    seconds,
    nodes: 3,
    seed,
    batchSize: 40, // There are many to race for.
    say: () => {},
  })
  console.log(`race, seed ${seed}:`, JSON.stringify({ ...counts, seconds: took }))
  expect(complaints(counts, orders)).toEqual([])
  expect(troubles).toEqual([])
  // A race that one side won altogether would have shown nothing.
  for (const side of ['aborted', 'ordered']) expect(counts[side] ?? 0, side).toBeGreaterThan(orders / 50)
  for (const what of ['recalled', 'recallsRefused', 'produced', 'holds', 'releases']) expect(counts[what] ?? 0, what).toBeGreaterThan(0)
  expect(counts['killed']).toBeGreaterThan(3)
}, 240_000)

/** `npm run race`: see `scripts/race.js`. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { migrate } from '../../src/store/migrate.ts'
import { openDatabase } from '../../src/store/open.ts'
import { startPostgresServer } from '../postgres-server.ts'
import { complaints } from './count.ts'
import { runRace } from './race.ts'

const { values } = parseArgs({
  options: {
    orders: { type: 'string' },
    seconds: { type: 'string' },
    nodes: { type: 'string' },
    seed: { type: 'string' },
    worker: { type: 'string' },
  },
})
const numberOf = (name: 'orders' | 'seconds' | 'nodes' | 'seed', usual: number): number => {
  const given = Number(values[name] ?? usual)
  if (!Number.isSafeInteger(given) || given < 1) {
    console.error(`--${name} must be a whole number, 1 or more.`)
    process.exit(2)
  }
  return given
}
const orders = numberOf('orders', 100_000)
const seed = numberOf('seed', 1 + (Date.now() % 1_000_000))

// Nodes are killed, not the machine; so the server need not wait for the disk.
const server = await startPostgresServer({ fsync: false })
const folder = await mkdtemp(join(tmpdir(), 'cardinal-race-'))
let raced: Awaited<ReturnType<typeof runRace>> | undefined
try {
  const settings = {
    databaseUrl: server.url('postgres'),
    dataDir: folder,
    bureauFolder: join(folder, 'bureau'),
    worker: values.worker ?? '',
    orders,
    seconds: numberOf('seconds', 120),
    nodes: numberOf('nodes', 3),
    seed,
    batchSize: Math.min(1000, Math.max(40, Math.round(orders / 1000))),
    say: (sentence: string) => console.error(`  ${sentence}`),
  }
  const db = await openDatabase({ databaseUrl: settings.databaseUrl, dataDir: folder })
  await migrate(db)
  raced = await runRace(db, settings)
  await db.close()
} finally {
  await server.stop()
  await rm(folder, { recursive: true, force: true })
}

const { counts, troubles, seconds } = raced
for (const [what, count] of Object.entries(counts)) console.log(`${what.padEnd(24)}${count.toLocaleString('en').padStart(12)}`)
console.log(`\nSeed ${seed}. Queue filled in ${seconds['queue']} s, raced for ${seconds['race']} s, worked off in ${seconds['drain']} s.`)
const wrong = [...complaints(counts, orders), ...troubles.map((trouble) => `A node complained: ${trouble}`)]
for (const sentence of wrong) console.log(sentence)
console.log(wrong.length === 0 ? '0 double outcomes, 0 lost.' : 'The race was lost.')
process.exit(wrong.length === 0 ? 0 : 1)

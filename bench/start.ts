import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import type { PostgresServer } from '../test/postgres-server.ts'
import { signedIn } from './client.ts'
import { median, type Result, tell } from './report.ts'
import { type Serving, startServing } from './serving.ts'

const password = 'a-desk-for-the-benchmark'

/** How long a start with existing data takes, and what memory a node holds that has served for a while; on both databases. */
export async function measureStart(server: PostgresServer): Promise<Result[]> {
  const results: Result[] = []
  for (const [label, extra] of [
    ['embedded', {}],
    ['PostgreSQL', { DATABASE_URL: await freshDatabase(server) }],
  ] as const) {
    tell(`start and memory, ${label}`)
    const folder = await mkdtemp(join(tmpdir(), 'cardinal-bench-'))
    const settings = { DATA_DIR: folder, DEMO_PASSWORD: password, ...extra }
    const first = await startServing(settings)
    await first.stop()
    const starts: number[] = []
    let memory = { fresh: 0, used: 0 }
    for (let round = 0; round < 5; round++) {
      const serving = await startServing(settings)
      starts.push(serving.startedIn / 1000)
      if (round === 4) memory = await memoryOf(serving)
      await serving.stop()
    }
    await rm(folder, { recursive: true, force: true })
    results.push({
      what: `start with existing data, ${label}`,
      aim: 'under 2 s',
      measured: `${median(starts).toFixed(2)} s`,
      met: median(starts) < 2,
      details: [
        `From the start of the process until it answers that it is ready; the demo organisation, five starts: ${starts.map((start) => `${start.toFixed(2)} s`).join(', ')}. The very first start, which makes the database and the demo, took ${(first.startedIn / 1000).toFixed(1)} s.`,
      ],
    })
    results.push({
      what: `memory of a serving node, ${label}`,
      aim: 'under 300 MB',
      measured: `${memory.used.toFixed(0)} MB`,
      met: memory.used < 300,
      details: [
        `Resident memory of the process after two thousand requests; after the start it was ${memory.fresh.toFixed(0)} MB.${label === 'embedded' ? ' The database is in the same process.' : ''}`,
      ],
    })
  }
  return results
}

async function memoryOf(serving: Serving): Promise<{ fresh: number; used: number }> {
  const fresh = await serving.memory()
  const clients = await Promise.all(Array.from({ length: 8 }, () => signedIn(serving.port, 'operator', password)))
  await Promise.all(
    clients.map(async (client, nth) => {
      for (let count = 0; count < 250; count++) {
        const { status } = await client.get(count % 2 ? `/cards?limit=50&state=processing` : `/users?limit=50&q=${'abcdefgh'[nth]}`)
        if (status !== 200) throw new Error(`A search was answered with ${status}.`)
      }
      client.close()
    }),
  )
  return { fresh, used: await serving.memory() }
}

async function freshDatabase(server: PostgresServer): Promise<string> {
  const client = new Client({ connectionString: server.url('postgres') })
  await client.connect()
  await client.query('create database bench_start').finally(() => client.end())
  return server.url('bench_start')
}

import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Database } from '../src/store/database.ts'
import { databaseKind, freshDatabase } from './databases.ts'
import { live } from './simulation/year.ts'

/** SIMULATION_SEED lives the same life again, SIMULATION_DAYS a longer or shorter one. The embedded database is slower, and lives a third of it. */
const seed = Number(process.env.SIMULATION_SEED ?? Date.now() % 1_000_000)
const days = Number(process.env.SIMULATION_DAYS ?? (databaseKind() === 'embedded' ? 120 : 365))

let db: Database
beforeAll(async () => {
  db = await freshDatabase()
})
afterAll(() => db.close())

it('with a bureau that misbehaves for a year, every day each card is where it must be, and the bureau has what it should, once', async () => {
  const { model, bureau, counts } = await live(db, seed, days)
  const states: Record<string, number> = {}
  for (const { state } of model.cards.values()) states[state] = (states[state] ?? 0) + 1
  console.log(`simulation, seed ${seed}, ${days} days:`, JSON.stringify({ ...counts, batches: bureau.given.size, cards: states }))
  if (days < 300) return
  // A year in which one of these never came about has shown nothing.
  for (const state of ['aborted', 'failed', 'active']) expect(states[state], state).toBeGreaterThan(0)
  for (const what of ['refused', 'cancelled', 'crashes', 'releases', 'answers']) expect(counts[what], what).toBeGreaterThan(10)
}, 600_000)

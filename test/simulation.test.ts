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

it('with bureaus that misbehave for a year, every day each card is where it must be, and each bureau has what it should, once', async () => {
  const { model, bureaus, counts } = await live(db, seed, days)
  const states: Record<string, number> = {}
  for (const { state } of model.cards.values()) states[state] = (states[state] ?? 0) + 1
  const recalls: Record<string, number> = {}
  for (const { state } of model.recalls.values()) recalls[state] = (recalls[state] ?? 0) + 1
  const incidents: Record<string, number> = {}
  for (const { kind } of model.incidents) incidents[kind] = (incidents[kind] ?? 0) + 1
  const batches = [...bureaus.values()].map(({ given }) => given.size)
  const messages = model.messages.size
  console.log(
    `simulation, seed ${seed}, ${days} days:`,
    JSON.stringify({ ...counts, batches, messages, cards: states, recalls, incidents }),
  )
  if (days < 300) return
  // A year in which one of these never came about has shown nothing.
  for (const state of ['accepted', 'refused', 'missed']) expect(recalls[state] ?? 0, state).toBeGreaterThan(0)
  for (const kind of INCIDENTS) expect(incidents[kind] ?? 0, kind).toBeGreaterThan(0)
  for (const what of SOMETIMES) expect(counts[what] ?? 0, what).toBeGreaterThan(0)
  for (const what of OFTEN) expect(counts[what] ?? 0, what).toBeGreaterThan(10)
  expect(batches.slice(0, 2).every((size) => size > 20)).toBe(true)
}, 600_000)

const INCIDENTS = [
  'Ghost card',
  'Answer that does not fit',
  'Recall that does not fit',
  'Unknown order',
  'Unreadable answer',
  'Recall overdue',
]
const SOMETIMES = [
  're-route-card-order',
  'lift-block-on-arrival',
  'destroy-card',
  'stop-the-press',
  'start-the-press',
  'press_stopped',
  'holidays',
]
const OFTEN = [
  'refused',
  'cancelled',
  'crashes',
  'releases',
  'answers',
  'answers broken off',
  'abort-card-order',
  'activate-card',
  'repeat-card-order',
  'hold-card-order',
  'recall-card-order',
  'block-card-on-arrival',
]

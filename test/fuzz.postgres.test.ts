import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestDesk, type TestDesk } from './desk.ts'
import { fuzz } from './fuzz/fuzz.ts'
import { table } from './fuzz/table.ts'

/** `npm run fuzz` is the same with as many requests as one has time for. FUZZ_SEED makes the same requests. */
const requests = Number(process.env.FUZZ_REQUESTS ?? 4000)
const seconds = Number(process.env.FUZZ_SECONDS ?? 25)
const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 1_000_000)

let desk: TestDesk
beforeAll(async () => {
  desk = await openTestDesk({ idle: true })
})
afterAll(() => desk?.close())

it('whatever is sent, by whomever: no fault, no status that is not declared, no answer of another shape, and a refusal changes nothing', async () => {
  const report = await fuzz(desk, { requests, seed, seconds, say: (line) => console.info(line) })
  console.info(`fuzz, seed ${seed}\n${table(report)}`)
  expect(report.failures.join('\n\n')).toBe('')
  expect(report.counts.size).toBeGreaterThan(90)
}, 3_600_000)

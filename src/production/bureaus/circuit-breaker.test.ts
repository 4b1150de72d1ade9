import { beforeEach, expect, it } from 'vitest'
import { type CircuitBreaker, circuitBreaker } from './circuit-breaker.ts'

let now = new Date('2029-06-30T09:12:00Z')
let breaker: CircuitBreaker
let made = 0

beforeEach(() => {
  now = new Date('2029-06-30T09:12:00Z')
  breaker = circuitBreaker({ now: () => now }, 3, 10_000)
  made = 0
})

const call = (well: boolean) =>
  breaker.through(
    async () => {
      made++
      return well
    },
    (result) => !result,
  )
const later = (ms: number): void => {
  now = new Date(now.getTime() + ms)
}

it('stays closed as long as something goes well in between', async () => {
  for (const well of [false, false, true, false, false, true]) expect(await call(well)).toBe(well)
  expect(made).toBe(6)
})

it('opens after so many failures in a row, for a while, and tells until when', async () => {
  for (let count = 0; count < 3; count++) await call(false)
  later(9_999)
  expect(await call(true)).toEqual({ leftAloneUntil: new Date('2029-06-30T09:12:10Z') })
  expect(made).toBe(3)
})

it('then lets one call through at a time, and closes when it goes well', async () => {
  for (let count = 0; count < 3; count++) await call(false)
  later(10_000)
  let answer: (well: boolean) => void = () => undefined
  const looking = breaker.through(
    () => new Promise<boolean>((resolve) => (answer = resolve)),
    (well) => !well,
  )
  expect(await call(true)).toHaveProperty('leftAloneUntil')
  expect(made).toBe(3)
  answer(true)
  expect(await looking).toBe(true)
  expect(await call(false)).toBe(false)
  expect(await call(true)).toBe(true)
  expect(made).toBe(5)
})

it('opens again when that call fails, or throws', async () => {
  for (let count = 0; count < 3; count++) await call(false)
  later(10_000)
  expect(await call(false)).toBe(false)
  expect(await call(true)).toEqual({ leftAloneUntil: new Date('2029-06-30T09:12:20Z') })
  later(10_000)
  await expect(
    breaker.through(
      () => Promise.reject(new Error('broken')),
      () => false,
    ),
  ).rejects.toThrow('broken')
  expect(await call(true)).toEqual({ leftAloneUntil: new Date('2029-06-30T09:12:30Z') })
  breaker.close()
  expect(await call(true)).toBe(true)
})

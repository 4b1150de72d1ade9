import { describe, expect, it } from 'vitest'
import { createServerClock } from './server-clock.ts'

const noon = Date.parse('2026-11-25T12:00:00Z')

/** Answers of a server whose clock is so far from ours, each asked some milliseconds after noon and answered after some more. */
function learned(serverIsAhead: number, answers: readonly { asked: number; took: number }[]): number {
  const clock = createServerClock()
  for (const { asked, took } of answers) {
    const written = Math.floor((noon + asked + took / 2 + serverIsAhead) / 1000) * 1000
    clock.heard(new Date(written).toUTCString(), noon + asked, noon + asked + took)
  }
  return clock.offset()
}

describe('The server’s clock', () => {
  it('is ours, where the answers leave that open', () => {
    expect(createServerClock().offset()).toBe(0)
    expect(learned(0, [{ asked: 0, took: 40 }])).toBe(0)
    expect(learned(300, [{ asked: 100, took: 40 }])).toBe(0)
  })

  it('is told ever better by one answer after the other', () => {
    const answers = Array.from({ length: 12 }, (_, nth) => ({ asked: nth * 1370, took: 60 }))
    for (const ahead of [-90_000, -2300, 2300, 4700, 3_600_000]) {
      expect(Math.abs(learned(ahead, answers.slice(0, 1)) - ahead)).toBeLessThan(1400)
      expect(Math.abs(learned(ahead, answers) - ahead)).toBeLessThan(450)
    }
  })

  it('is learned anew when one of the clocks is set', () => {
    const clock = createServerClock()
    clock.heard(new Date(noon).toUTCString(), noon, noon + 20)
    clock.heard(new Date(noon + 600_000).toUTCString(), noon + 1000, noon + 1020)
    expect(clock.offset()).toBeGreaterThan(598_000)
    expect(clock.offset()).toBeLessThanOrEqual(600_250)
  })

  it('is not told by an answer without a time', () => {
    const clock = createServerClock()
    clock.heard(null, noon, noon)
    clock.heard('soon', noon, noon)
    expect(clock.offset()).toBe(0)
  })
})

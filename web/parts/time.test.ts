import { describe, expect, it } from 'vitest'
import { agoWords, dayWords, minutesAndSeconds, untilWords, whenWords } from './time.tsx'

const now = new Date(2026, 10, 20, 15, 18).getTime()
const at = (minutes: number) => new Date(now + minutes * 60_000).toISOString()

describe('Time as people say it', () => {
  it('says how long is left', () => {
    expect(untilWords(at(42), now, 'now')).toBe('in 42 min')
    expect(untilWords(at(0.5), now, 'now')).toBe('in 30 s')
    expect(untilWords(at(65), now, 'now')).toBe('in 1 h 5 min')
    expect(untilWords(at(119.8), now, 'now')).toBe('in 2 h')
    expect(untilWords(at(59.7), now, 'now')).toBe('in 1 h')
    expect(untilWords(at(60 * 19), now, 'now')).toBe('in 19 h')
    expect(untilWords(at(60 * 24 * 3), now, 'now')).toBe('in 3 days')
    expect(untilWords(at(-1), now, 'any moment now')).toBe('any moment now')
  })

  it('counts to the second, and not below nothing', () => {
    expect([600_000, 277_000, 276_001, 60_000, 9_000, 1, 0, -5_000].map(minutesAndSeconds)).toEqual([
      '10:00',
      '4:37',
      '4:37',
      '1:00',
      '0:09',
      '0:01',
      '0:00',
      '0:00',
    ])
  })

  it('names the day', () => {
    expect(whenWords(at(42), now)).toMatch(/^today /)
    expect(whenWords(at(24 * 60), now)).toMatch(/^tomorrow /)
    expect(whenWords(at(-24 * 60), now)).toMatch(/^yesterday /)
    expect(whenWords(at(-400 * 24 * 60), now)).toContain('2025')
  })

  it('says how long ago', () => {
    expect(agoWords(at(-0.2), now)).toBe('just now')
    expect(agoWords(at(-49.5), now)).toBe('49 min ago')
    expect(agoWords(at(-120), now)).toMatch(/^today /)
  })

  it('keeps a bare date on its day, and shows what is no date as it is', () => {
    expect(dayWords('2027-03-31')).toContain('31')
    expect(dayWords('soon')).toBe('soon')
  })
})

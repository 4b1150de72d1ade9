import { randomFillSync } from 'node:crypto'
import type { Clock } from './clock.ts'

export type NewId = () => string
export type FillRandom = (bytes: Uint8Array) => void

/** Chance as the machine has it, fit for secrets. A simulation brings its own. */
export const fillRandom: FillRandom = (bytes) => void randomFillSync(bytes)

/**
 * Makes UUIDs of version 7: 48 bits of milliseconds, then a 12-bit count within the millisecond, then chance.
 * Ids made by one process therefore sort in the order they were made, also within one millisecond.
 */
export function createIds(clock: Clock, chance: FillRandom = fillRandom): NewId {
  let last = 0
  let count = 0
  const pool = new Uint8Array(8 * 256)
  let used = pool.length

  return () => {
    const now = clock.now().getTime()
    if (now > last) {
      last = now
      count = 0
    } else if (++count > 0xfff) {
      last++
      count = 0
    }
    if (used === pool.length) {
      chance(pool)
      used = 0
    }
    const random = pool.subarray(used, used + 8)
    used += 8
    const time = last.toString(16).padStart(12, '0')
    let tail = HEX[((random[0] ?? 0) & 0x3f) | 0x80] ?? ''
    for (let at = 1; at < 8; at++) tail += (at === 2 ? '-' : '') + HEX[random[at] ?? 0]
    return `${time.slice(0, 8)}-${time.slice(8)}-7${count.toString(16).padStart(3, '0')}-${tail}`
  }
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

export const isId = (text: string): boolean => /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(text)

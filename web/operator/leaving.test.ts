import { describe, expect, it } from 'vitest'
import { aloud, leavingOf, type QueuedOrder } from './leaving.ts'

const ten = Date.parse('2026-11-25T10:00:00Z')
const at = new Date(ten).toISOString()
const later = new Date(ten + 6 * 3_600_000).toISOString()
const order: QueuedOrder = {
  status: 'queued',
  bureau: 'Bureau North',
  abortableUntil: at,
  heldAt: null,
  heldBy: null,
  heldWhy: null,
  stoppedAt: null,
}
const minutes = (count: number): number => ten - count * 60_000

describe('A queued order', () => {
  it('waits, and from ten minutes before on each second counts', () => {
    expect(leavingOf(order, minutes(11), undefined)).toEqual({ now: 'waiting', at, soon: false })
    expect(leavingOf(order, minutes(10), undefined)).toEqual({ now: 'waiting', at, soon: true })
    expect(leavingOf(order, ten - 1, undefined)).toEqual({ now: 'waiting', at, soon: true })
  })

  it('is being handed over from the very moment on', () => {
    expect(leavingOf(order, ten, undefined)).toEqual({ now: 'leaving' })
    expect(leavingOf(order, ten, ten)).toEqual({ now: 'leaving' })
  })

  it('is not believed to stay because the server speaks of the release after this one', () => {
    const next = { ...order, abortableUntil: later }
    expect(leavingOf(next, ten + 1000, ten)).toEqual({ now: 'leaving' })
    expect(leavingOf(next, ten + 29_999, ten)).toEqual({ now: 'leaving' })
    expect(leavingOf(next, ten + 30_000, ten)).toEqual({ now: 'waiting', at: later, soon: false })
    expect(leavingOf(next, ten + 1000, undefined)).toEqual({ now: 'waiting', at: later, soon: false })
  })

  it('comes alive at once where somebody held it or stopped the press in time', () => {
    const held = { ...order, abortableUntil: null, heldAt: at, heldBy: 'Ann Berg', heldWhy: 'Wrong photo' }
    expect(leavingOf(held, ten + 1000, ten)).toEqual({ now: 'held', at, by: 'Ann Berg', why: 'Wrong photo' })
    const stopped = { ...order, abortableUntil: null, stoppedAt: at }
    expect(leavingOf(stopped, ten + 1000, ten)).toEqual({ now: 'stopped', at, bureau: 'Bureau North' })
  })

  it('of which nothing was heard for half a minute is overdue, and no longer said to leave', () => {
    expect(leavingOf(order, ten + 30_000, ten)).toEqual({ now: 'overdue', at })
    expect(leavingOf({ ...order, abortableUntil: null }, minutes(1), undefined)).toEqual({ now: 'unplanned' })
  })

  it('that left the queue leaves no more', () => {
    for (const status of ['claimed', 'sent', 'answered', 'withdrawn'] as const)
      expect(leavingOf({ ...order, status, abortableUntil: null }, ten, ten)).toBeUndefined()
    expect(leavingOf(null, ten, undefined)).toBeUndefined()
  })

  it('is told aloud four times, and not every second', () => {
    const told: string[] = []
    for (let second = 15 * 60; second >= 0; second--) {
      const now = ten - second * 1000
      const sentence = aloud(leavingOf(order, now, undefined), now)
      if (sentence !== told.at(-1)) told.push(sentence)
    }
    expect(told).toEqual([
      '',
      'The order leaves in less than 10 minutes.',
      'The order leaves in less than 5 minutes.',
      'The order leaves in less than a minute.',
      'The order is being handed over.',
    ])
  })
})

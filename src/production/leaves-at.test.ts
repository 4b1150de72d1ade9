import { describe, expect, it } from 'vitest'
import { firstBureau } from '../catalog/bureau-definition.ts'
import { defaultOptions } from '../catalog/options.ts'
import { leavesAt, releasesWithin, timetableOf, type Waiting } from './leaves-at.ts'

/** Wednesday, 09:00 in Copenhagen. As the options stand, the queue is released on weekdays at 10:00 and 16:00 there. */
const now = new Date('2026-11-25T08:00:00Z')
const waiting: Waiting = { definition: firstBureau, options: defaultOptions, now, stoppedAt: null, heldAt: null }
const earlier = new Date('2026-11-24T12:00:00Z')

describe('a queued order', () => {
  it('leaves with the next release of the installation, where its bureau has no schedule of its own', () => {
    expect(leavesAt(waiting)).toEqual(new Date('2026-11-25T09:00:00Z'))
    expect(timetableOf(firstBureau, defaultOptions)).toEqual({ cron: '0 10,16 * * 1-5', timeZone: 'Europe/Copenhagen' })
  })

  it('leaves as its bureau says, where that says so: at its hours, by its clock, and not on its holidays', () => {
    const inTokyo = { schedule: '0 9 * * *', timeZone: 'Asia/Tokyo', holidays: ['2026-11-26'] }
    expect(leavesAt({ ...waiting, definition: { ...inTokyo, holidays: [] } })).toEqual(new Date('2026-11-26T00:00:00Z'))
    expect(leavesAt({ ...waiting, definition: inTokyo })).toEqual(new Date('2026-11-27T00:00:00Z'))
    expect(leavesAt({ ...waiting, definition: { ...inTokyo, timeZone: null } })).toEqual(new Date('2026-11-27T08:00:00Z'))
    expect(leavesAt({ ...waiting, definition: { ...inTokyo, schedule: null } })).toEqual(new Date('2026-11-27T01:00:00Z'))
  })

  it('at the second of a release is one for the release after it', () => {
    expect(leavesAt({ ...waiting, now: new Date('2026-11-25T08:59:59Z') })).toEqual(new Date('2026-11-25T09:00:00Z'))
    expect(leavesAt({ ...waiting, now: new Date('2026-11-25T09:00:00Z') })).toEqual(new Date('2026-11-25T15:00:00Z'))
  })

  it('does not leave while it is held, while the press is stopped, or where no release is planned', () => {
    expect(leavesAt({ ...waiting, heldAt: earlier })).toBeNull()
    expect(leavesAt({ ...waiting, stoppedAt: earlier })).toBeNull()
    expect(leavesAt({ ...waiting, heldAt: earlier, stoppedAt: earlier })).toBeNull()
    expect(leavesAt({ ...waiting, definition: { ...firstBureau, schedule: '0 10 30 2 *' } })).toBeNull()
  })
})

describe('what leaves soon', () => {
  const bureaus = new Map([
    ['late', { schedule: '0 12 * * *', timeZone: 'UTC', holidays: [] }],
    ['north', { schedule: '10 8 * * *', timeZone: 'UTC', holidays: [] }],
    ['south', { schedule: '3 8 * * *', timeZone: 'UTC', holidays: [] }],
    ['closed', { schedule: '5 8 * * *', timeZone: 'UTC', holidays: ['2026-11-25'] }],
    ['stopped', { schedule: '5 8 * * *', timeZone: 'UTC', holidays: [] }],
  ])
  const stopped = new Set(['stopped'])

  it('is told first things first, without what is closed or stopped', () => {
    expect(releasesWithin(bureaus, defaultOptions, now, 10, stopped)).toEqual([
      { bureau: 'south', at: new Date('2026-11-25T08:03:00Z') },
      { bureau: 'north', at: new Date('2026-11-25T08:10:00Z') },
    ])
  })

  it('is nothing while no release is near', () => {
    expect(releasesWithin(bureaus, defaultOptions, now, 2, stopped)).toEqual([])
    expect(releasesWithin(new Map(), defaultOptions, now, 10, stopped)).toEqual([])
  })
})

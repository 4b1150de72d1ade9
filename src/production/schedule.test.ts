import { describe, expect, it } from 'vitest'
import { inWords, nextRelease, scheduleProblem } from './schedule.ts'

const HERE = 'Europe/Copenhagen'

function releases(cron: string, timeZone: string, after: string, count: number): string[] {
  const found: string[] = []
  for (let at: Date | null = new Date(after); at && found.length < count; ) {
    at = nextRelease(cron, timeZone, at)
    if (at) found.push(at.toISOString().slice(0, 16))
  }
  return found
}

describe('the next release', () => {
  it('is after the given moment, not at it', () => {
    expect(nextRelease('0 10,16 * * 1-5', HERE, new Date('2026-06-05T08:00:00Z'))).toEqual(new Date('2026-06-05T14:00:00Z'))
    expect(nextRelease('0 10,16 * * 1-5', HERE, new Date('2026-06-05T14:00:00.001Z'))).toEqual(new Date('2026-06-08T08:00:00Z'))
  })

  it('keeps to the clock on the wall when summer time begins and ends', () => {
    expect(releases('0 10 * * *', HERE, '2026-03-27T12:00Z', 3)).toEqual(['2026-03-28T09:00', '2026-03-29T08:00', '2026-03-30T08:00'])
    expect(releases('0 10 * * *', HERE, '2026-10-23T12:00Z', 3)).toEqual(['2026-10-24T08:00', '2026-10-25T09:00', '2026-10-26T09:00'])
  })

  it('is made when the clock has jumped, where its hour does not exist that day', () => {
    expect(releases('30 2,14 * * *', HERE, '2026-03-28T20:00Z', 3)).toEqual(['2026-03-29T01:00', '2026-03-29T12:30', '2026-03-30T00:30'])
  })

  it('is made once, where its hour comes twice that day', () => {
    expect(releases('30 2,14 * * *', HERE, '2026-10-24T20:00Z', 3)).toEqual(['2026-10-25T00:30', '2026-10-25T13:30', '2026-10-26T01:30'])
  })

  it('is null where none ever comes', () => {
    expect(nextRelease('0 10 30 2 *', HERE, new Date('2026-01-01T00:00:00Z'))).toBeNull()
  })
})

describe('a schedule', () => {
  it.each([
    ['0 10 * * 1-5', 'Mars/Base', 'The time zone “Mars/Base” is not known; give one such as Europe/Copenhagen or UTC.'],
    ['0 10 * * 1-5', '', 'The time zone “” is not known; give one such as Europe/Copenhagen or UTC.'],
    ['0 10 * * 1-5', '+02:00', 'The time zone “+02:00” is not known; give one such as Europe/Copenhagen or UTC.'],
    ['', HERE, 'The schedule “” has 0 parts; it needs five: minute, hour, day of the month, month and day of the week.'],
    ['@daily', HERE, 'The schedule “@daily” has one part; it needs five: minute, hour, day of the month, month and day of the week.'],
    [
      '0 0 10 * * *',
      HERE,
      'The schedule “0 0 10 * * *” has 6 parts; it needs five: minute, hour, day of the month, month and day of the week.',
    ],
    ['60 10 * * *', HERE, 'The minute “60” of the schedule cannot be read.'],
    ['0 25 * * *', HERE, 'The hour “25” of the schedule cannot be read.'],
    ['0 10 0 * *', HERE, 'The day of the month “0” of the schedule cannot be read.'],
    ['0 10 * 13 *', HERE, 'The month “13” of the schedule cannot be read.'],
    ['0 10 * * Mon-Fritz', HERE, 'The day of the week “Mon-Fritz” of the schedule cannot be read.'],
    ['0 10 30 2 *', HERE, 'The schedule “0 10 30 2 *” never comes: there is no such day.'],
  ])('"%s" in %s is refused: %s', (cron, timeZone, sentence) => {
    expect(scheduleProblem(cron, timeZone)).toBe(sentence)
  })

  it.each(['0 10,16 * * 1-5', '*/15 * * * *', '0 10 29 2 *', '0 0 L * *', ' 0  10 * * MON-FRI '])('"%s" is accepted', (cron) => {
    expect(scheduleProblem(cron, HERE)).toBeUndefined()
    expect(nextRelease(cron, HERE, new Date('2026-01-01T00:00:00Z'))).not.toBeNull()
  })

  it.each([
    ['0 10,16 * * 1-5', 'on weekdays at 10:00 and 16:00'],
    ['0 16,10 * * MON-FRI', 'on weekdays at 10:00 and 16:00'],
    ['30 7 * * *', 'every day at 07:30'],
    ['0,30 8 * * *', 'every day at 08:00 and 08:30'],
    ['0 9 * * mon,THU', 'on Mondays and Thursdays at 09:00'],
    ['0 9 * * 6,0', 'on Saturdays and Sundays at 09:00'],
    ['0 9 * * 1-7', 'every day at 09:00'],
    ['0 8 1 * *', 'on the 1st of every month at 08:00'],
    ['0 8 3,12,22 * *', 'on the 3rd, 12th and 22nd of every month at 08:00'],
    ['* * * * *', 'every minute'],
    ['*/15 * * * *', 'every 15 minutes'],
    ['*/15 8-17 * * 1-5', 'on weekdays every 15 minutes from 08:00 to 17:45'],
    ['0 * * * *', 'every hour on the hour'],
    ['5 * * * 1-5', 'on weekdays every hour at 5 minutes past'],
    ['*/7 * * * *', 'on the schedule */7 * * * *'],
    ['*/15 8,12 * * *', 'on the schedule */15 8,12 * * *'],
    ['0 10 1 * 1', 'on the schedule 0 10 1 * 1'],
    ['0 10 * 6 *', 'on the schedule 0 10 * 6 *'],
    ['0 10 * * 5#2', 'on the schedule 0 10 * * 5#2'],
    ['nonsense', 'on the schedule nonsense'],
  ])('"%s" is said as: %s', (cron, words) => {
    expect(inWords(cron, HERE)).toBe(`${words} (Europe/Copenhagen)`)
  })
})

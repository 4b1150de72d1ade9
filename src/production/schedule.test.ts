import { describe, expect, it } from 'vitest'
import { inWords, nextRelease, scheduleProblem } from './schedule.ts'

const HERE = 'Europe/Copenhagen'

function releases(cron: string, timeZone: string, after: string, count: number, holidays: readonly string[] = []): string[] {
  const found: string[] = []
  for (let at: Date | null = new Date(after); at && found.length < count; ) {
    at = nextRelease(cron, timeZone, at, holidays)
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

describe('on holidays', () => {
  it('nothing is released, and the first release after them is the next', () => {
    const christmas = ['2026-12-24', '2026-12-25']
    expect(releases('0 10,16 * * 1-5', HERE, '2026-12-23T12:00Z', 3, christmas)).toEqual([
      '2026-12-23T15:00',
      '2026-12-28T09:00',
      '2026-12-28T15:00',
    ])
  })

  it('the year may change meanwhile', () => {
    expect(releases('0 10 * * *', HERE, '2026-12-30T12:00Z', 2, ['2026-12-31', '2027-01-01', '2027-01-02'])).toEqual([
      '2027-01-03T09:00',
      '2027-01-04T09:00',
    ])
  })

  it('the day is the one of the time zone, not the one in Greenwich', () => {
    const newYear = ['2027-01-01']
    // 23:30 on the 31st in Greenwich is the 1st in Copenhagen, 00:30 on the 2nd there is the 1st in New York.
    expect(releases('30 0 * * *', HERE, '2026-12-31T12:00Z', 1, newYear)).toEqual(['2027-01-01T23:30'])
    expect(releases('30 19 * * *', 'America/New_York', '2026-12-31T12:00Z', 2, newYear)).toEqual(['2027-01-01T00:30', '2027-01-03T00:30'])
    expect(releases('0 8 * * *', 'Pacific/Kiritimati', '2026-12-31T00:00Z', 1, newYear)).toEqual(['2027-01-01T18:00'])
  })

  it('a release every minute ends with the last minute before them and begins with the first behind them', () => {
    const days = ['2026-12-24', '2026-12-25', '2026-12-26']
    expect(releases('* * * * *', HERE, '2026-12-23T22:58:30Z', 3, days)).toEqual([
      '2026-12-23T22:59',
      '2026-12-26T23:00',
      '2026-12-26T23:01',
    ])
  })

  it('the days on which the clock is moved are as long as they are', () => {
    expect(releases('* * * * *', HERE, '2026-03-28T22:59Z', 1, ['2026-03-29'])).toEqual(['2026-03-29T22:00'])
    expect(releases('* * * * *', HERE, '2026-10-24T21:59Z', 1, ['2026-10-25'])).toEqual(['2026-10-25T23:00'])
    // In Cairo the day of the change begins at 01:00, and in Havana it has two hours that are called midnight.
    expect(releases('*/30 * * * *', 'Africa/Cairo', '2026-04-23T21:30Z', 1, ['2026-04-24'])).toEqual(['2026-04-24T21:00'])
    expect(releases('*/30 * * * *', 'America/Havana', '2026-11-01T03:30Z', 1, ['2026-11-01'])).toEqual(['2026-11-02T05:00'])
    expect(releases('*/30 * * * *', 'Asia/Beirut', '2026-10-24T20:00Z', 1, ['2026-10-24'])).toEqual(['2026-10-24T22:00'])
  })

  it('a leap day that is one is waited for four years longer', () => {
    expect(releases('0 10 29 2 *', HERE, '2026-01-01T00:00Z', 2, ['2028-02-29'])).toEqual(['2032-02-29T09:00', '2036-02-29T09:00'])
  })

  it('a release that comes only on days that are all holidays comes when the list of them ends', () => {
    const christmases = Array.from({ length: 60 }, (_, years) => `${2026 + years}-12-25`)
    expect(releases('0 10 25 12 *', HERE, '2026-01-01T00:00Z', 1, christmases)).toEqual(['2086-12-25T09:00'])
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

  it('whose releases of a whole year are all on holidays is refused; one that keeps a single release is not', () => {
    const now = new Date('2026-06-01T08:00:00Z')
    const firsts = Array.from({ length: 12 }, (_, month) => new Date(Date.UTC(2026, 6 + month, 1)).toISOString().slice(0, 10))
    expect(scheduleProblem('0 10 1 * *', HERE, { holidays: ['2026-06-01', ...firsts], now })).toBe(
      'Every release of the schedule “0 10 1 * *” in the coming year falls on a holiday, so nothing would leave.',
    )
    expect(scheduleProblem('0 10 1 * *', HERE, { holidays: firsts.slice(0, -1), now })).toBeUndefined()
    expect(scheduleProblem('0 10 29 2 *', HERE, { holidays: firsts, now })).toBeUndefined()
    expect(scheduleProblem('0 10 * * *', HERE, { holidays: firsts, now })).toBeUndefined()
    expect(scheduleProblem('0 10 30 2 *', HERE, { holidays: firsts, now })).toBe(
      'The schedule “0 10 30 2 *” never comes: there is no such day.',
    )
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

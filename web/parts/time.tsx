/**
 * Time as people say it, with the exact time on hover. The words are English like the screens;
 * dates and numbers follow the browser's language.
 */
import { useSyncExternalStore } from 'react'
import { serverNow } from './api.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** "3 min ago", "today 10:12", "yesterday 10:12", "12 Nov 10:12". */
export function Ago({ at }: { at: string }) {
  const now = useNow(MINUTE / 2)
  return <Exact at={at}>{agoWords(at, now)}</Exact>
}

/** "today 16:00", "tomorrow 10:00", "Mon 24 Nov, 10:00". */
export function When({ at }: { at: string }) {
  const now = useNow(MINUTE)
  return <Exact at={at}>{whenWords(at, now)}</Exact>
}

/** "in 42 min", and in seconds when it is close. Counts down by itself; `past` is said once the time has come. */
export function Countdown({ at, past = 'now' }: { at: string; past?: string }) {
  const far = Date.parse(at) - serverNow() > 2 * MINUTE
  const now = useNow(far ? 5_000 : 1_000)
  return <Exact at={at}>{untilWords(at, now, past)}</Exact>
}

/** A date alone, as in a validity: "12 Nov 2027". */
export function Day({ at }: { at: string }) {
  return <time dateTime={at}>{dayWords(at)}</time>
}

/** "today 16:00 (in 42 min)" for one line. */
export function WhenAndCountdown({ at }: { at: string }) {
  return (
    <>
      <When at={at} />, <Countdown at={at} past="any moment now" />
    </>
  )
}

export function agoWords(at: string, now: number): string {
  const age = now - Date.parse(at)
  if (age < -MINUTE) return whenWords(at, now)
  if (age < MINUTE) return 'just now'
  if (age < HOUR) return `${Math.floor(age / MINUTE)} min ago`
  return whenWords(at, now)
}

export function whenWords(at: string, now: number): string {
  const date = new Date(at)
  const days = Math.round((startOfDay(date.getTime()) - startOfDay(now)) / DAY)
  const clock = format(date, { hour: 'numeric', minute: '2-digit' })
  if (days === 0) return `today ${clock}`
  if (days === 1) return `tomorrow ${clock}`
  if (days === -1) return `yesterday ${clock}`
  if (Math.abs(days) < 7) return `${format(date, { weekday: 'short', day: 'numeric', month: 'short' })}, ${clock}`
  const sameYear = date.getFullYear() === new Date(now).getFullYear()
  return `${format(date, { day: 'numeric', month: 'short', ...(sameYear ? {} : { year: 'numeric' }) })}, ${clock}`
}

export function untilWords(at: string, now: number, past: string): string {
  const left = Date.parse(at) - now
  if (left <= 0) return past
  if (left < 2 * MINUTE) return `in ${Math.ceil(left / 1_000)} s`
  const minutes = Math.round(left / MINUTE)
  if (minutes < 60) return `in ${minutes} min`
  if (minutes < 24 * 60) return inHours(minutes)
  const days = Math.round(left / DAY)
  return days === 1 ? 'in a day' : `in ${days} days`
}

/** What is left, to the second: "4:37". */
export function minutesAndSeconds(left: number): string {
  const seconds = Math.max(0, Math.ceil(left / 1_000))
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}

export function dayWords(at: string): string {
  // A bare date is that day everywhere; read as a moment it would shift with the time zone.
  const date = /^\d{4}-\d{2}-\d{2}$/.test(at) ? new Date(`${at}T12:00:00`) : new Date(at)
  return Number.isNaN(date.getTime()) ? at : format(date, { day: 'numeric', month: 'short', year: 'numeric' })
}

export function exactWords(at: string): string {
  return format(new Date(at), { dateStyle: 'full', timeStyle: 'long' })
}

/** The time, in steps, so that a page renders no more often than its words change. */
export function useNow(step: number): number {
  return useAsOfNow((now) => Math.floor(now / step) * step)
}

/** What follows from the time. It is asked every second, and the page renders anew only when it is something else. */
export function useAsOfNow<T extends string | number | boolean>(read: (now: number) => T): T {
  return useSyncExternalStore(subscribe, () => read(Math.floor(serverNow() / 1_000) * 1_000))
}

/** Words for a moment, with the exact time on hover. */
export function Exact({ at, children }: { at: string; children: string }) {
  return (
    <time dateTime={at} title={exactWords(at)}>
      {children}
    </time>
  )
}

function inHours(minutes: number): string {
  const over = minutes % 60
  return over === 0 || minutes >= 6 * 60 ? `in ${Math.round(minutes / 60)} h` : `in ${Math.floor(minutes / 60)} h ${over} min`
}

function startOfDay(time: number): number {
  return new Date(time).setHours(0, 0, 0, 0)
}

const formats = new Map<string, Intl.DateTimeFormat>()
function format(date: Date, options: Intl.DateTimeFormatOptions): string {
  const key = JSON.stringify(options)
  let made = formats.get(key)
  if (!made) {
    made = new Intl.DateTimeFormat(undefined, options)
    formats.set(key, made)
  }
  return made.format(date)
}

const listeners = new Set<() => void>()
let ticking: ReturnType<typeof setTimeout> | undefined
function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  ticking ??= setTimeout(tick, untilNextSecond())
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearTimeout(ticking)
    ticking = undefined
  }
}

function tick(): void {
  ticking = setTimeout(tick, untilNextSecond())
  for (const heard of listeners) heard()
}

/** Seconds change when the server's do, so that what ends with a second ends with its beginning. */
const untilNextSecond = (): number => 1_000 - (serverNow() % 1_000)

import type { Mapping } from '../catalog/mappings.ts'
import type { OptionValues } from '../catalog/options.ts'
import type { StoredObject } from '../store/object.ts'

/** The fields that a mapping copies from one object for another. */
export function mapped(mapping: Mapping | undefined, source: StoredObject): Record<string, unknown> {
  if (!mapping) return {}
  return Object.fromEntries(
    Object.entries(mapping.copies).map(([target, sources]) => {
      const values = sources.map((name) => source.fields[name]).filter((value) => value !== null && value !== undefined && value !== '')
      return [target, values.length > 0 ? values.join(' ') : null]
    }),
  )
}

/** The day it is at a moment in a time zone, as YYYY-MM-DD. */
export function localDay(moment: Date, timeZone: string): string {
  // Sweden writes days as the database does. To make a format is slow, so each is kept.
  const days = formats.get(timeZone) ?? new Intl.DateTimeFormat('sv-SE', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
  formats.set(timeZone, days)
  return days.format(moment)
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** The last day of a card ordered now, as the option CardsValidityMonths says. */
export function validity(now: Date, options: OptionValues): string {
  const day = new Date(now)
  const wanted = day.getUTCDate()
  day.setUTCDate(1)
  day.setUTCMonth(day.getUTCMonth() + Number(options.CardsValidityMonths))
  const lastDay = new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 1, 0)).getUTCDate()
  day.setUTCDate(Math.min(wanted, lastDay))
  return day.toISOString().slice(0, 10)
}

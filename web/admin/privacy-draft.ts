/** The draft of the privacy rules: only the days that were touched, by template and part. Pure. */
import type { PrivacyRules } from '../../src/http/contract/admin.ts'

export type PrivacyItem = PrivacyRules['items'][number]
export type PrivacyPart = PrivacyItem['parts'][number]
/** By "user/photo"; null is off, and the empty text a number that is being typed. */
export type Days = Readonly<Record<string, number | '' | null>>

export const keyOf = (item: PrivacyItem, part: PrivacyPart): string => `${item.template}/${part.part}`

/** The days as the draft has them. */
export function daysOf(item: PrivacyItem, part: PrivacyPart, days: Days): number | '' | null {
  const mine = days[keyOf(item, part)]
  return mine === undefined ? part.days : mine
}

export interface ChangedRule {
  readonly item: PrivacyItem
  readonly part: PrivacyPart
  readonly days: number | '' | null
}

export const changedRules = (items: readonly PrivacyItem[], days: Days): ChangedRule[] =>
  items.flatMap((item) =>
    item.parts.flatMap((part) => {
      const mine = daysOf(item, part, days)
      return mine === part.days ? [] : [{ item, part, days: mine }]
    }),
  )

export const ruleWords = (days: number | '' | null): string => {
  if (days === null) return 'kept'
  return days === '' ? 'after … days' : days === 1 ? 'after 1 day' : `after ${days.toLocaleString()} days`
}

/** What is sent for a template: every part of it, so that what is off is off. */
export const rulesOf = (item: PrivacyItem, days: Days): Record<string, number | null> =>
  Object.fromEntries(
    item.parts.map((part) => {
      const mine = daysOf(item, part, days)
      return [part.part, mine === '' ? null : mine]
    }),
  )

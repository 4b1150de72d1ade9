/** Who of the organisation lives through what, so that every state is populated, and by how many. */
import type { Chance } from './demo-chance.ts'
import { CAST } from './organisation.ts'

/** People who are imported on the first day, by what becomes of them or of their card; the others' card is simply in use. */
const ofTheImported = {
  cardLocked: 5,
  cardInactive: 5,
  cardBackInUse: 6,
  userInactive: 8,
  userBackInUse: 4,
  userLocked: 4,
  cardExpired: 6,
  failed: 6,
  orderRepeated: 5,
  aborted: 9,
  queued: 27,
  ordered: 14,
  inProduction: 17,
  produced: 19,
  requested: 4,
  rejected: 3,
  requestAborted: 2,
  requestApproved: 5,
  registered: 5,
  orderedLater: 4,
  withoutCard: 6,
  held: 2,
  heldAndReleased: 3,
  recallAccepted: 1,
  ghost: 1,
  destroyed: 1,
  blocked: 1,
  recallMissed: 1,
  recallOverdue: 1,
  recallSent: 1,
  refusedByBureau: 2,
  refusedAndRepeated: 1,
} as const

/** People who come later, and how. */
const ofTheLater = {
  joinedEarly: 4,
  joinedLately: 12,
  userRegistered: 5,
  userActivated: 4,
  userRequested: 5,
  userApproved: 3,
  userApprovedAndActivated: 3,
  userRejected: 2,
  userAborted: 2,
} as const

const IMPORTED = 284

export type Cohort = keyof typeof ofTheImported | keyof typeof ofTheLater | 'inUse'
/** The places of people in the organisation, by cohort; no one is in two. */
export type Cohorts = Readonly<Record<Cohort, readonly number[]>>

export const PEOPLE = IMPORTED + Object.values(ofTheLater).reduce((sum, size) => sum + size, 0)
export const imported: readonly number[] = Array.from({ length: IMPORTED }, (_, at) => at)

export function cohortsOf(chance: Chance): Cohorts {
  const rest = chance.shuffled(imported.slice(CAST))
  const later = Array.from({ length: PEOPLE - IMPORTED }, (_, at) => IMPORTED + at)
  const dealt = { ...deal(ofTheImported, rest), ...deal(ofTheLater, later) }
  return { ...dealt, inUse: [...imported.slice(0, CAST), ...rest] }
}

/** Takes each cohort's people from the front of the list. */
function deal<Name extends string>(sizes: Readonly<Record<Name, number>>, from: number[]): Record<Name, number[]> {
  const names = Object.keys(sizes) as Name[]
  return Object.fromEntries(names.map((name) => [name, from.splice(0, sizes[name]).sort((a, b) => a - b)])) as Record<Name, number[]>
}

import { type Actor, everywhere, type Grant } from '../engine/permit.ts'
import type { Account, AccountGrant } from '../store/account.ts'

/** Who acts when somebody who signed in does, with what they hold on this day. */
export const actorOf = ({ id, kind, displayName, personId, grants, asOf }: Account, now: Date): Actor => ({
  kind,
  id,
  name: displayName,
  personId,
  grants: heldOn(grants, now),
  asOf,
})

/** The grants that have not run out. Days are counted in UTC. */
export const heldOn = (grants: readonly AccountGrant[], now: Date): Grant[] =>
  grants
    .filter(({ until }) => until === null || until >= now.toISOString().slice(0, 10))
    .map(({ role, scope, unit }) => ({ role, scope, unit }))

/** What schedules and bureaus act as; no person can hold it. */
export const SYSTEM_ROLE = 'batch-sync'

/** Who acts when the clock does: releases on schedule. */
export const schedulerActor: Actor = { kind: 'system', id: null, name: 'Schedule', grants: everywhere(SYSTEM_ROLE) }

/** Who acts when a bureau answers; the journal calls it by its label. */
export const bureauActor = (label: string): Actor => ({ kind: 'bureau', id: null, name: label, grants: everywhere(SYSTEM_ROLE) })

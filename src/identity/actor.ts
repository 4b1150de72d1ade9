import type { Actor } from '../engine/permit.ts'
import type { Account } from '../store/account.ts'

/** Who acts when somebody who signed in does. */
export const actorOf = ({ id, displayName, roles }: Account): Actor => ({ kind: 'person', id, name: displayName, roles })

/** What schedules and bureaus act as; no person can hold it. */
export const SYSTEM_ROLE = 'batch-sync'

/** Who acts when the clock does: releases on schedule. */
export const schedulerActor: Actor = { kind: 'system', id: null, name: 'Schedule', roles: [SYSTEM_ROLE] }

/** Who acts when a bureau answers; the journal calls it by its label. */
export const bureauActor = (label: string): Actor => ({ kind: 'bureau', id: null, name: label, roles: [SYSTEM_ROLE] })

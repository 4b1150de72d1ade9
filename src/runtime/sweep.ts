import { sweepSessions } from '../identity/session.ts'
import { deleteOldClaims } from '../store/idempotency.ts'
import type { World } from './world.ts'

/** For so long a repeat with the same Idempotency-Key gets the same answer. */
const KEPT = 7 * 24 * 3_600_000

/** Forgets what nobody will ask for again: sessions that are over, and old answers to requests with a key. */
export async function sweep({ db, clock }: Pick<World, 'db' | 'clock'>): Promise<void> {
  const now = clock.now()
  await deleteOldClaims(db, new Date(now.getTime() - KEPT))
  await sweepSessions(db, now)
}

import { sweepSessions } from '../identity/session.ts'
import { DUPLICATE_WINDOW_DAYS } from '../production/contract/message.ts'
import { forgetMessages } from '../store/bureau-message.ts'
import { deleteOldClaims } from '../store/idempotency.ts'
import { deleteOldCodes, deleteOldDeliveries } from '../store/one-time-code.ts'
import { forgetSealedPhotos } from '../store/sealed-photo.ts'
import { deleteOldChallenges } from '../store/sign-in-challenge.ts'
import { deleteOldFailures } from '../store/sign-in-failure.ts'
import type { World } from './world.ts'

/** For so long a repeat with the same Idempotency-Key gets the same answer. */
const KEPT = 7 * 24 * 3_600_000
/** A letter that nobody printed for so long is not wanted any more. */
const DELIVERY_KEPT = 7 * 24 * 3_600_000
const FAILURES_KEPT = 24 * 3_600_000

/**
 * Forgets what nobody will ask for again: sessions, codes and challenges that are over, old answers to requests with a key, messages of bureaus that can come again
 * no more, and the photos of batches that need not be sent again.
 */
export async function sweep(world: Pick<World, 'db' | 'clock' | 'newId'>): Promise<void> {
  const { db, clock } = world
  const now = clock.now()
  await deleteOldClaims(db, new Date(now.getTime() - KEPT))
  await sweepSessions(world)
  await deleteOldCodes(db, now)
  await deleteOldDeliveries(db, new Date(now.getTime() - DELIVERY_KEPT))
  await deleteOldChallenges(db, now)
  await deleteOldFailures(db, new Date(now.getTime() - FAILURES_KEPT))
  await forgetMessages(db, new Date(now.getTime() - DUPLICATE_WINDOW_DAYS * 86_400_000))
  await forgetSealedPhotos(db)
}

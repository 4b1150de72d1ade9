import { sweepSessions } from '../identity/session.ts'
import { DUPLICATE_WINDOW_DAYS } from '../production/contract/message.ts'
import { forgetMessages } from '../store/bureau-message.ts'
import { deleteOldClaims } from '../store/idempotency.ts'
import { forgetSealedPhotos } from '../store/sealed-photo.ts'
import type { World } from './world.ts'

/** For so long a repeat with the same Idempotency-Key gets the same answer. */
const KEPT = 7 * 24 * 3_600_000

/**
 * Forgets what nobody will ask for again: sessions that are over, old answers to requests with a key, messages of bureaus that can come again
 * no more, and the photos of batches that need not be sent again.
 */
export async function sweep({ db, clock }: Pick<World, 'db' | 'clock'>): Promise<void> {
  const now = clock.now()
  await deleteOldClaims(db, new Date(now.getTime() - KEPT))
  await sweepSessions(db, now)
  await forgetMessages(db, new Date(now.getTime() - DUPLICATE_WINDOW_DAYS * 86_400_000))
  await forgetSealedPhotos(db)
}

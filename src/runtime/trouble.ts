import { type Refusal, refuse } from '../engine/refusal.ts'
import { isConflict, isConnectionLost, isUnique } from '../store/failure.ts'

/** What the database cannot do for now, as a refusal; undefined where the error is a bug. Nothing half done is left in any case. */
export function databaseTrouble(error: unknown): Refusal | undefined {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === '08007')
    return refuse(
      'database_unavailable',
      'The connection to the database was lost while this was being written. It was done as a whole, or not at all.',
      'Look at the object in a moment; what you see there is what is so.',
    )
  if (isConnectionLost(error))
    return refuse('database_unavailable', 'The database cannot be reached at the moment. Nothing was changed.', 'Try again in a moment.')
  if (code === '53100' || code === 'ENOSPC')
    return refuse(
      'disk_full',
      'The disk of the database is full. Nothing was changed.',
      'Ask an administrator to make room, and try again.',
    )
  if (isUnique(error, 'run_pkey'))
    return refuse(
      'still_under_way',
      'The same request is being performed at this moment. Nothing was changed by this one.',
      'Send it again in a moment to get its answer.',
    )
  if (code.startsWith('53') || isConflict(error))
    return refuse('busy', 'The database is busy with other work and could not do this now. Nothing was changed.', 'Try again in a moment.')
  return undefined
}

/**
 * Leaves a bureau alone that does not answer: after so many failures in a row nothing is sent for a while, and then one call is let
 * through to see. It lives in the memory of one process; each node finds out for itself.
 */
import type { Clock } from '../../kit/clock.ts'

export interface CircuitBreaker {
  /**
   * Makes the call and takes note of how it ended, or does not make it and tells until when the bureau is left alone.
   * @param isFailure whether a result means that the bureau is not well; a call that throws does
   */
  through<T>(call: () => Promise<T>, isFailure: (result: T) => boolean): Promise<T | LeftAlone>
  /** The bureau was seen to answer by other means. */
  close(): void
}

export interface LeftAlone {
  readonly leftAloneUntil: Date
}

/** @param failures in a row that open it; @param forMs how long it then stays open, in milliseconds */
export function circuitBreaker(clock: Clock, failures = 5, forMs = 30_000): CircuitBreaker {
  let inARow = 0
  let openUntil: number | undefined
  /** The one call that is let through when the time is over. */
  let looking = false

  const close = (): void => {
    inARow = 0
    openUntil = undefined
  }
  const failed = (): void => {
    inARow++
    if (inARow >= failures) openUntil = clock.now().getTime() + forMs
  }

  return {
    close,
    async through(call, isFailure) {
      const open = openUntil
      if (open !== undefined && (looking || clock.now().getTime() < open)) return { leftAloneUntil: new Date(open) }
      const looks = open !== undefined
      if (looks) looking = true
      try {
        const result = await call()
        if (isFailure(result)) failed()
        else close()
        return result
      } catch (error) {
        failed()
        throw error
      } finally {
        if (looks) looking = false
      }
    },
  }
}

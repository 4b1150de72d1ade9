/**
 * Makes a call again where that may help: with pauses that grow and are drawn by chance, so that many nodes do not come back at once. Only
 * for calls that a repeat does no harm to.
 */
import type { Clock } from '../../kit/clock.ts'
import type { FillRandom } from '../../kit/id.ts'
import type { CircuitBreaker } from './circuit-breaker.ts'
import type { HttpOutcome } from './http-call.ts'

/** How long one thing is tried, in milliseconds. */
export interface Patience {
  /** For a connection to come about. */
  readonly connectMs: number
  /** For a call with all its repeats. */
  readonly wholeMs: number
  /** The most times that it is tried. */
  readonly attempts: number
  /** No repeat begins later than this. */
  readonly repeatWithinMs: number
  /** The longest `Retry-After` that is waited for; a longer one ends the call. */
  readonly retryAfterMs: number
}

export const usualPatience: Patience = { connectMs: 10_000, wholeMs: 60_000, attempts: 3, repeatWithinMs: 30_000, retryAfterMs: 10_000 }

export interface Repeating {
  readonly clock: Clock
  readonly pause: (ms: number) => Promise<void>
  readonly chance: FillRandom
  readonly breaker: CircuitBreaker
  readonly patience: Patience
}

/** How a call ended, and how the attempts before the last had ended: one of these may have been heard although no answer came. */
export interface RepeatedOutcome {
  readonly last: HttpOutcome
  readonly earlier: readonly HttpOutcome[]
}

/** @param once makes the call within so many milliseconds */
export async function repeatedCall(given: Repeating, once: (withinMs: number) => Promise<HttpOutcome>): Promise<RepeatedOutcome> {
  const { breaker, clock, patience } = given
  const began = clock.now().getTime()
  const elapsed = (): number => clock.now().getTime() - began
  const earlier: HttpOutcome[] = []
  for (;;) {
    const outcome = await breaker.through(() => once(Math.max(1, patience.wholeMs - elapsed())), isUnwell)
    if ('leftAloneUntil' in outcome) {
      const before = earlier.pop()
      return { last: before ?? leftAlone(outcome.leftAloneUntil), earlier }
    }
    const wait = earlier.length + 1 < patience.attempts ? waitBeforeRepeat(outcome, earlier.length, given) : undefined
    if (wait === undefined || elapsed() + wait > patience.repeatWithinMs) return { last: outcome, earlier }
    earlier.push(outcome)
    await given.pause(wait)
  }
}

/** Whether the bureau, or what stands before it, cannot work just now. Any other answer shows that it is there. */
export const isUnwell = (outcome: HttpOutcome): boolean =>
  'status' in outcome ? isForLater(outcome.status) : outcome.again || !outcome.sent

const isForLater = (status: number): boolean => status === 408 || status === 425 || status === 429 || status >= 500

/** In milliseconds; undefined where a repeat does not help, or should come later than is waited for. */
function waitBeforeRepeat(outcome: HttpOutcome, repeats: number, { clock, chance, patience }: Repeating): number | undefined {
  if (!('status' in outcome)) return outcome.again ? backOff(repeats, chance) : undefined
  if (!isForLater(outcome.status)) return undefined
  const asked = retryAfter(outcome.headers['retry-after'], clock)
  if (asked === undefined) return backOff(repeats, chance)
  return asked <= patience.retryAfterMs ? asked : undefined
}

/** Anything from nothing to a limit that doubles: half a second, a second. */
function backOff(repeats: number, chance: FillRandom): number {
  const drawn = new Uint32Array(1)
  chance(new Uint8Array(drawn.buffer))
  return Math.round(((drawn[0] ?? 0) / 2 ** 32) * 500 * 2 ** repeats)
}

/** What the header asks for, a number of seconds or a moment, in milliseconds. */
function retryAfter(header: string | undefined, clock: Clock): number | undefined {
  if (header === undefined) return undefined
  if (/^\d{1,9}$/.test(header)) return Number(header) * 1000
  const moment = Date.parse(header)
  return Number.isNaN(moment) ? undefined : Math.max(0, moment - clock.now().getTime())
}

const leftAlone = (until: Date): HttpOutcome => ({
  why: `The bureau failed several times in a row and is left alone until ${until.toISOString().slice(11, 19)} UTC. Nothing was sent; it is tried again then.`,
  sent: false,
  again: false,
})

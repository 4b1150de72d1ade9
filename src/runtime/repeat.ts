import { deleteClaim, insertClaim, readClaim, storeAnswer, takeOverClaim } from '../store/idempotency.ts'
import { readRun, type StoredRun } from '../store/run.ts'
import type { World } from './world.ts'

/** A request with an Idempotency-Key: who sent it, the key, and the hash of what was asked. */
export interface KeyedRequest {
  readonly accountId: string
  readonly key: string
  readonly requestHash: string
  /** The run it is about, where it is an answer to one. */
  readonly about?: string
}

/**
 * What to do with it. `new`: perform it, beginning the run with this id. `again`: it was performed, and this was the answer.
 * `run`: it was performed as far as this run, and its answer was lost. `other`: the key was used for something else.
 * `under way`: it is being performed.
 */
export type Standing =
  | { readonly kind: 'new'; readonly runId: string }
  | { readonly kind: 'again'; readonly status: number; readonly answer: unknown }
  | { readonly kind: 'run'; readonly run: StoredRun }
  | { readonly kind: 'other' }
  | { readonly kind: 'under way' }

/** An answer takes ten seconds at most to be given; what has none after this was cut off. */
const PATIENCE = 15_000

/**
 * Claims the key, or says what became of the request that has it. The id of the run is fixed with the claim, so that after a crash between
 * the commit and the answer a repeat finds the run, and two repeats at once begin it once.
 */
export async function claimRequest({ db, clock, newId }: World, request: KeyedRequest): Promise<Standing> {
  const [now, runId] = [clock.now(), request.about ?? newId()]
  if (await insertClaim(db, { ...request, runId }, now)) return { kind: 'new', runId }
  const claim = await readClaim(db, request.accountId, request.key)
  if (!claim) return { kind: 'under way' } // It was swept away in this very moment.
  if (claim.requestHash !== request.requestHash) return { kind: 'other' }
  if (claim.status !== null) return { kind: 'again', status: claim.status, answer: claim.answer }
  const run = await readRun(db, claim.runId)
  if (run && (request.about === undefined || run.state !== 'asking')) return { kind: 'run', run }
  if (now.getTime() - claim.createdAt.getTime() < PATIENCE) return { kind: 'under way' }
  const mine = await takeOverClaim(db, request.accountId, request.key, claim.createdAt, now)
  return mine ? { kind: 'new', runId: claim.runId } : { kind: 'under way' }
}

/** Keeps the answer for repeats. */
export const keepAnswer = ({ db }: World, { accountId, key }: KeyedRequest, status: number, answer: string | null): Promise<void> =>
  storeAnswer(db, accountId, key, status, answer)

/** Gives up the claim of a request that failed and began nothing, so that a repeat may try at once. */
export async function giveUpClaim({ db }: World, { accountId, key, about }: KeyedRequest, runId: string): Promise<void> {
  if (about === undefined && (await readRun(db, runId))) return
  await deleteClaim(db, accountId, key)
}

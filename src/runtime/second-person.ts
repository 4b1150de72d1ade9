/** When a second person has to agree before anything is done. */
import type { UseCase } from '../engine/use-case.ts'
import { selfOf } from '../store/account.ts'
import { countAlone, lockSelf } from '../store/awaiting.ts'
import type { Queryable, Transaction } from '../store/database.ts'
import type { StoredRun } from '../store/run.ts'
import type { Definitions } from './definitions.ts'

/** A leg that walks beside others found that a second person has to agree first; it is undone, and the run is put before one. */
export class AsksSecondPerson extends Error {}

/** What is counted together: everything that one person did by themselves within so many milliseconds. */
const DAY = 24 * 3_600_000

export type Asking = Pick<StoredRun, 'id' | 'useCase' | 'actorId' | 'approvedAt'>

/** Whether there is a rule that could ask a second person about this run. The system and bureaus need none; what was agreed to is. */
export const isRuled = ({ duties }: Definitions, { slug }: UseCase, { actorId, approvedAt }: Asking): boolean =>
  actorId !== null && approvedAt === null && duties.has(slug)

/**
 * Whether a second person has to agree that this is done to so many objects: those, and what the same person did with any of their accounts
 * within a day and by themselves, are more than the rule lets pass. Where no rule is, nothing is asked of the database.
 */
export async function needsSecondPerson(
  db: Queryable,
  definitions: Definitions,
  useCase: UseCase,
  run: Asking,
  size: number,
  now: Date,
): Promise<boolean> {
  const above = definitions.duties.get(useCase.slug)
  if (above === undefined || run.actorId === null || !isRuled(definitions, useCase, run) || size === 0) return false
  if (size > above) return true
  const { accounts } = await selfOf(db, run.actorId)
  return size + (await countAlone(db, run, accounts, new Date(now.getTime() - DAY))) > above
}

/** Keeps whoever began this from deciding twice at once, so that two halves cannot both slip through. Only where there is a rule. */
export async function lockRuled(tx: Transaction, definitions: Definitions, useCase: UseCase, run: Asking): Promise<void> {
  if (run.actorId !== null && isRuled(definitions, useCase, run)) await lockSelf(tx, run.actorId, useCase.symbol)
}

/** A run that awaits a second person from now on. */
export const awaiting = (run: StoredRun, now: Date): StoredRun => ({ ...run, state: 'awaiting', askedAt: now })

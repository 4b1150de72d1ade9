import type { Actor } from '../engine/permit.ts'
import type { UseCase } from '../engine/use-case.ts'
import { forgetLegs, idsAwaiting } from '../store/awaiting.ts'
import type { Transaction } from '../store/database.ts'
import { appendEntries, entryBy } from '../store/journal.ts'
import { writeCount } from '../store/leg.ts'
import type { StoredRun } from '../store/run.ts'
import { type DraftEntry, sealEntries } from './personal-entries.ts'
import type { World } from './world.ts'

/** How a run is closed before it did anything: by whom, and what the journal says of each of its objects. */
export interface Closing extends Pick<DraftEntry, 'kind' | 'facts' | 'personal'> {
  /** Why, where somebody else than whoever began it closes it. */
  readonly why?: string
}

/** Closes a run that is locked, and commits. What was typed is forgotten, as when it ends. */
export async function closeRun(
  world: World,
  tx: Transaction,
  actor: Actor,
  useCase: UseCase,
  run: StoredRun,
  { kind, facts, personal, why }: Closing,
): Promise<StoredRun> {
  const now = world.clock.now()
  const told = { kind, facts, useCase: run.useCase, runId: run.id, template: useCase.on.name }
  const objects = await idsAwaiting(tx, run.id)
  const drafts = objects.map(
    (objectId): DraftEntry => ({ ...entryBy(actor, now, world.newId(), { ...told, objectId }), ...(personal && { personal }) }),
  )
  await appendEntries(tx, await sealEntries(world, tx, drafts, new Map(), now))
  await forgetLegs(tx, run.id)
  const by = why === undefined ? {} : { closedBy: actor.kind === 'person' ? actor.name : null, closedWhy: why }
  const closed: StoredRun = { ...run, ...by, input: {}, state: 'cancelled', endedAt: now }
  await writeCount(tx, closed)
  return closed
}

import { inOrder, type Process, stepAt } from '../engine/process.ts'
import type { Transaction } from '../store/database.ts'
import { type LegRecord, writeCount, writeShare } from '../store/leg.ts'
import { areLegsToCome, lockRun, type StoredRun, type StoredRunObject, stepsUnderWay } from '../store/run.ts'

/** The run after these objects came to their outcomes in a leg. */
export function counted(run: StoredRun, objects: readonly Pick<StoredRunObject, 'outcome'>[]): StoredRun {
  const count = (outcome: StoredRunObject['outcome']): number => objects.filter((object) => object.outcome === outcome).length
  return { ...run, done: run.done + count('done'), refused: run.refused + count('refused') }
}

/** The run as it is when its objects are under way at these steps: it asks if any of them does, else it waits; at none it has ended. */
export function standing(run: StoredRun, process: Process, under: readonly string[], now: Date): StoredRun {
  const steps = inOrder(process).filter((at) => under.includes(at))
  const asks = steps.find((at) => stepAt(process, at).kind === 'ask')
  const stands = asks ?? steps[0]
  // What was typed has done its work: it stands in the objects, and personal data stays in one place.
  if (stands === undefined) return { ...run, input: {}, state: 'ended', endedAt: now }
  return { ...run, state: asks ? 'asking' : 'waiting', at: stands }
}

/**
 * Writes what is one leg's alone, and then counts it on the run, one leg after the other; the last to count sees where all stand. A run that
 * was put before a second person meanwhile stays there.
 */
export async function writeAndCount(tx: Transaction, process: Process, record: LegRecord): Promise<StoredRun> {
  await writeShare(tx, record)
  const locked = await lockRun(tx, record.run.id)
  if (!locked) throw new Error(`The run ${record.run.id} is gone.`)
  const after = counted(locked, record.objects)
  const stays = after.state === 'awaiting' || (await areLegsToCome(tx, after.id))
  const run = stays ? after : standing(after, process, await stepsUnderWay(tx, after.id), record.now)
  await writeCount(tx, run)
  return run
}

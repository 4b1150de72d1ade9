import type { UseCase } from '../engine/use-case.ts'
import { idsAwaiting } from '../store/awaiting.ts'
import type { Transaction } from '../store/database.ts'
import { readRevision } from '../store/definition.ts'
import { appendEntries, entryOf } from '../store/journal.ts'
import { writeCount } from '../store/leg.ts'
import { lockRun, type StoredRun } from '../store/run.ts'
import { awaiting, isRuled, lockRuled, needsSecondPerson } from './second-person.ts'
import { useCaseBySymbol, type World } from './world.ts'

/**
 * A run that is too large for one leg, as it is to be written: under way, or, where a second person has to agree first, awaiting one. Which
 * it is is decided in the transaction that writes it; each leg then asks again.
 */
export async function actOrAsk(
  world: World,
  tx: Transaction,
  useCase: UseCase,
  run: StoredRun,
  objects: readonly string[],
): Promise<StoredRun> {
  const now = world.clock.now()
  const definitions = await world.definitions.at(tx, await readRevision(tx))
  if (isRuled(definitions, useCase, run)) {
    await lockRuled(tx, definitions, useCase, run)
    if (await needsSecondPerson(tx, definitions, useCase, run, objects.length, now)) {
      await tellAsked(world, tx, useCase, run, objects)
      return awaiting(run, now)
    }
  }
  return { ...run, state: 'walking', actedAt: now }
}

/** Puts a run that is walked in legs before a second person: a rule was published since it began. What was done is done. */
export async function putBeforeSecondPerson(world: World, runId: string): Promise<void> {
  await world.db.transaction(async (tx) => {
    const run = await lockRun(tx, runId)
    if (run?.state !== 'walking' || run.approvedAt !== null) return
    await tellAsked(world, tx, useCaseBySymbol(world, run.useCase), run, await idsAwaiting(tx, run.id))
    await writeCount(tx, awaiting(run, world.clock.now()))
  })
}

/** Each object's history says that this was asked for. */
async function tellAsked(
  world: World,
  tx: Transaction,
  { symbol, on }: UseCase,
  run: StoredRun,
  objects: readonly string[],
): Promise<void> {
  const now = world.clock.now()
  const told = { kind: 'asked', useCase: symbol, runId: run.id, template: on.name } as const
  await appendEntries(
    tx,
    objects.map((objectId) => entryOf(run, now, world.newId(), { ...told, objectId })),
  )
}

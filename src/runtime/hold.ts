import { NEW, type UseCase } from '../engine/use-case.ts'
import type { Transaction } from '../store/database.ts'
import { readRevision } from '../store/definition.ts'
import { lockObjects, type StoredObject } from '../store/object.ts'
import type { StoredRunObject } from '../store/run.ts'

/** Locks the objects that are to leave a step, and reads under the lock which revision of the definitions is in force. */
export async function hold(
  tx: Transaction,
  useCase: UseCase,
  leaving: readonly StoredRunObject[],
  now: Date,
): Promise<{ stored: Map<string, StoredObject>; revision: number }> {
  const ids = leaving.map((place) => place.objectId)
  const { objects, revision } = await lockObjects(tx, useCase.on, ids)
  const stored = new Map(objects.map((object) => [object.id, object]))
  // An object that does not exist yet is held as an empty one in the pseudo state `new`.
  if (useCase.in.includes(NEW))
    for (const id of ids)
      if (!stored.has(id))
        stored.set(id, {
          id,
          template: useCase.on.name,
          state: NEW,
          version: 0,
          personId: null,
          cardId: null,
          unit: null,
          createdAt: now,
          changedAt: now,
          fields: {},
        })
  return { stored, revision: revision ?? (await readRevision(tx)) }
}

/** Stands for an object that is not in the database, until it is refused. */
export const missing = (useCase: UseCase, id: string, now: Date): StoredObject => ({
  id,
  template: useCase.on.name,
  state: '',
  version: 0,
  personId: null,
  cardId: null,
  unit: null,
  createdAt: now,
  changedAt: now,
  fields: {},
})

/** Whoever decides, or needs a second person, does so about others: not about themselves, their cards or their accounts. */
import type { Catalog } from '../catalog/catalog.ts'
import { type Actor, isReached } from '../engine/permit.ts'
import { type Refusal, refuse } from '../engine/refusal.ts'
import type { UseCase } from '../engine/use-case.ts'
import { titleOf } from '../journal/sentence.ts'
import { type Self, selfOf } from '../store/account.ts'
import type { Queryable } from '../store/database.ts'
import { lastMovedTo } from '../store/journal.ts'
import type { StoredObject } from '../store/object.ts'

/**
 * Of these objects, those about which this actor may not decide: their own, and what they, or another account of theirs, asked for. It is so
 * for use cases that approve, and, as far as it is about their own, where a second person is needed.
 */
export async function ownRefusals(
  db: Queryable,
  catalog: Catalog,
  { useCase, actor, needsSecond }: { readonly useCase: UseCase; readonly actor: Actor; readonly needsSecond: boolean },
  objects: readonly StoredObject[],
): Promise<Map<string, Refusal>> {
  if (actor.id === null || objects.length === 0 || !(useCase.approves || needsSecond)) return new Map()
  const self = await selfOf(db, actor.id)
  const asked = useCase.approves ? await askedBy(db, useCase, self, objects) : new Set()
  return new Map(
    objects.flatMap((object) => {
      if (isOwn(self, actor.id, object)) return [[object.id, ownObject(useCase, titleOf(catalog, object))] as const]
      return asked.has(object.id) ? [[object.id, ownRequest(useCase, titleOf(catalog, object))] as const] : []
    }),
  )
}

/** Themselves, a card of theirs, or an account of theirs. */
export const isOwn = ({ personId, accounts }: Self, id: string | null, object: StoredObject): boolean =>
  accounts.includes(object.id) || isReached([{ scope: 'own', units: NO_UNITS, hides: NO_UNITS }], { id, personId }, object)

const NO_UNITS: ReadonlySet<string> = new Set()

/** Which of these came into the state that waits for a decision by one of the person's accounts. */
async function askedBy(
  db: Queryable,
  { in: waiting }: UseCase,
  { accounts }: Self,
  objects: readonly StoredObject[],
): Promise<Set<string>> {
  const ids = objects.map(({ id }) => id)
  const entries = (await Promise.all(waiting.map((state) => lastMovedTo(db, ids, state)))).flat()
  return new Set(entries.flatMap(({ objectId, actorId }) => (objectId !== null && accounts.includes(actorId ?? '') ? [objectId] : [])))
}

const ownObject = ({ name }: UseCase, title: string): Refusal =>
  refuse(
    'own_object',
    `${title} is you, or belongs to you, and nobody decides about themselves: ${name} is for somebody else to do. Nothing was changed.`,
    'Ask a colleague to do it.',
  )

const ownRequest = ({ name }: UseCase, title: string): Refusal =>
  refuse(
    'own_request',
    `You asked for ${title} yourself, and nobody decides about what they asked for: ${name} is for somebody else to do. Nothing was changed.`,
    'Ask another approver to decide.',
  )

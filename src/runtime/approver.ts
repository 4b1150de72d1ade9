/** Who may be the second person. */
import { type Actor, isReached, readPermission, wordsOf } from '../engine/permit.ts'
import { type Refusal, refuse } from '../engine/refusal.ts'
import { approvePermission, NEW, type UseCase } from '../engine/use-case.ts'
import { SYSTEM_ROLE } from '../identity/actor.ts'
import { selfOf } from '../store/account.ts'
import { standingTo } from '../store/awaiting.ts'
import type { Queryable } from '../store/database.ts'
import { countHolders } from '../store/role-grant.ts'
import type { StoredRun } from '../store/run.ts'
import type { Definitions } from './definitions.ts'
import { permissionsOfActor, type World } from './world.ts'

/**
 * Why this actor may not be the second person for a run. It is a person, and another one than whoever asked, whichever of their accounts
 * each uses; they hold the permission for every object of it, may see each, and none is their own.
 */
export async function approverRefusal(
  world: World,
  db: Queryable,
  definitions: Definitions,
  actor: Actor,
  run: StoredRun,
  useCase: UseCase,
): Promise<Refusal | undefined> {
  const permissions = permissionsOfActor(world, actor, definitions)
  if (actor.kind !== 'person' || actor.id === null || !permissions.has(approvePermission(useCase)))
    return refuse(
      'not_permitted',
      `${actor.name} may not agree to ${useCase.name} as the second person. Nothing was changed.`,
      'Ask a person with the role Approver.',
    )
  const self = await selfOf(db, actor.id)
  if (self.accounts.includes(run.actorId ?? '')) return ownRequest
  const me = { ...actor, personId: self.personId }
  const reaches = [permissions.reach(approvePermission(useCase)), permissions.reach(readPermission(useCase.on.name))]
  const { found, outside, own } = await standingTo(db, useCase.on, run.id, me, reaches)
  if (own > 0) return ownObject
  // An object that is yet to be created is reached where its unit is.
  const unit = typeof run.input['unit'] === 'string' ? run.input['unit'] : null
  const isNew = useCase.in.includes(NEW) && found === 0
  const reachesNew = reaches.every((each) => isReached(each, me, { id: '', personId: null, unit }))
  if (outside === 0 && (isNew ? reachesNew : found > 0)) return undefined
  if (run.state !== 'awaiting') return undefined
  return refuse(
    'not_permitted',
    `${actor.name} may not agree to this: some of it is out of their reach. Nothing was changed.`,
    'Ask somebody who may approve for everybody that it is about.',
  )
}

const ownRequest = refuse(
  'own_request',
  'You asked for this yourself, and the second person has to be another one. Nothing was changed.',
  'Ask another approver to decide.',
)

const ownObject = refuse(
  'own_object',
  'You, or something that belongs to you, are among what this is about, and nobody decides about themselves. Nothing was changed.',
  'Ask another approver to decide.',
)

/** How many people, besides these accounts, could be the second person for a use case on this day. */
export function countApprovers(
  { db, clock, catalog, definitions }: World,
  useCase: UseCase,
  besides: readonly string[] = [],
): Promise<number> {
  const word = approvePermission(useCase)
  const roles = [...definitions.current().roles.values()].filter(({ name }) => name !== SYSTEM_ROLE)
  const holding = roles.filter((role) => wordsOf(role, catalog).includes(word)).map(({ name }) => name)
  return countHolders(db, [...holding, word], clock.now().toISOString().slice(0, 10), besides)
}

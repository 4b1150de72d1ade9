import type { Catalog } from '../catalog/catalog.ts'
import type { Input } from '../engine/form.ts'
import { stateLabel } from '../engine/object.ts'
import { type Actor, isReached, type Permissions, type Reached, readPermission, startRefusal } from '../engine/permit.ts'
import { wayInAdmin } from '../engine/place-in-admin.ts'
import { type Refusal, refuse } from '../engine/refusal.ts'
import { NEW, startPermission, type UseCase } from '../engine/use-case.ts'
import { titleOf } from '../journal/sentence.ts'
import type { StoredObject } from '../store/object.ts'
import { attachedStates, type Definitions } from './definitions.ts'
import { permissionsOfActor, type World } from './world.ts'

/**
 * May this use case be performed on this object of its template, as far as its state and the administrator's attachments say? Asked for
 * every offer, and again under the lock by every leg that begins. Undefined means yes.
 */
export function objectRefusal(catalog: Catalog, definitions: Definitions, useCase: UseCase, object: StoredObject): Refusal | undefined {
  const { on, name } = useCase
  const title = titleOf(catalog, object)
  const allowed = useCase.in.map((state) => stateLabel(on, state)).join(' or ')
  const states = useCase.offered === 'to the system' ? useCase.in : attachedStates(definitions, useCase)
  if (states.includes(object.state)) return undefined
  if (states.length === 0 || useCase.in.includes(object.state))
    return refuse(
      'not_attached',
      `${name} is not enabled for a ${on.label} that is ${stateLabel(on, object.state)}. Nothing was changed.`,
      `An administrator can enable it: ${wayInAdmin(on, useCase.in.includes(object.state) ? [object.state] : useCase.in)}.`,
    )
  const means = on.states[object.state]?.means
  return refuse(
    'wrong_state',
    `${title} is ${stateLabel(on, object.state)}${means ? ` (${means.replace(/\.$/, '').replace(/^./, (first) => first.toLowerCase())})` : ''}. ${name} is possible only in ${allowed}. Nothing was changed.`,
    `Look at the history of ${title} to see what happened to it.`,
  )
}

/**
 * May this actor perform this use case on each of these objects? Permission first, then whether the object is in their reach, then what its
 * state and the attachments say; an id that no object has is refused as well. Objects without a refusal may.
 */
export function judge(
  world: World,
  definitions: Definitions,
  { useCase, actor, input = {} }: { readonly useCase: UseCase; readonly actor: Actor; readonly input?: Input },
  ids: readonly string[],
  stored: ReadonlyMap<string, StoredObject>,
): Map<string, Refusal> {
  const permissions = permissionsOfActor(world, actor, definitions)
  const permission = startRefusal(permissions, actor, useCase)
  const creates = useCase.in.includes(NEW) ? newRefusal(definitions, useCase) : undefined
  const refusalOf = (id: string): Refusal | undefined => {
    const object = stored.get(id)
    if (permission) return permission
    if (!object) return noSuchObject(useCase, id)
    if (object.state === NEW) return creates ?? unitRefusal(permissions, actor, useCase, null, input)
    return (
      reachRefusal(permissions, actor, useCase, object) ??
      unitRefusal(permissions, actor, useCase, object.unit, input) ??
      objectRefusal(world.catalog, definitions, useCase, object)
    )
  }
  return new Map(
    ids.flatMap((id) => {
      const refusal = refusalOf(id)
      return refusal ? [[id, refusal] as const] : []
    }),
  )
}

/**
 * Is this object in reach of this actor? One that they may not even see is refused as if it were not there. What may only be seen is refused
 * in so many words.
 */
export function reachRefusal(permissions: Permissions, actor: Actor, useCase: UseCase, object: StoredObject): Refusal | undefined {
  if (!isReached(permissions.reach(readPermission(useCase.on.name)), actor, object)) return noSuchObject(useCase, object.id)
  if (isReached(permissions.reach(startPermission(useCase)), actor, object)) return undefined
  return notPermittedHere(actor, useCase, object.unit)
}

/**
 * May this actor put somebody into the unit that the form names? Only into one that is in their reach; whoever reaches only themselves
 * creates nobody. A unit that stays as it is, is nobody's business.
 */
function unitRefusal(permissions: Permissions, actor: Actor, useCase: UseCase, before: string | null, input: Input): Refusal | undefined {
  const creates = useCase.in.includes(NEW)
  if (useCase.on.table !== 'person' || !(creates || 'unit' in input)) return undefined
  const unit = typeof input['unit'] === 'string' ? input['unit'] : null
  if (!creates && unit === before) return undefined
  const somebody: Reached = { id: '', personId: null, unit }
  return isReached(permissions.reach(startPermission(useCase)), actor, somebody) ? undefined : notPermittedHere(actor, useCase, unit)
}

/** Whoever reaches only what is theirs creates nobody, into whatever unit. */
export function creatorRefusal(permissions: Permissions, actor: Actor, useCase: UseCase): Refusal | undefined {
  if (useCase.on.table !== 'person' || !useCase.in.includes(NEW)) return undefined
  const isBound = permissions.reach(startPermission(useCase)).every(({ scope }) => scope === 'own')
  return isBound ? notPermittedHere(actor, useCase, null) : undefined
}

const notPermittedHere = (actor: Actor, useCase: UseCase, unit: string | null): Refusal =>
  refuse(
    'not_permitted',
    `${actor.name} may not start ${useCase.name} ${unit === null ? 'for whoever is in no unit' : `in the unit ${unit}`}. Nothing was changed.`,
    `Ask an administrator for a role with the permission to start ${useCase.name} there.`,
  )

/** May a use case that creates an object be started at all? */
export function newRefusal(definitions: Definitions, useCase: UseCase): Refusal | undefined {
  if (useCase.offered === 'to the system' || attachedStates(definitions, useCase).includes(NEW)) return undefined
  return refuse(
    'not_attached',
    `${useCase.name} is not enabled. Nothing was changed.`,
    `An administrator can enable it: ${wayInAdmin(useCase.on, [NEW])}.`,
  )
}

const noSuchObject = (useCase: UseCase, id: string): Refusal =>
  refuse(
    'no_such_object',
    `There is no ${useCase.on.label} with the id ${id}. Nothing was changed.`,
    `Search for the ${useCase.on.label} again; it may have been chosen on an old page.`,
  )

export const movedAway = (catalog: Catalog, useCase: UseCase, object: StoredObject): Refusal =>
  refuse(
    'wrong_state',
    `${titleOf(catalog, object)} is now ${stateLabel(useCase.on, object.state)}, and ${useCase.name} cannot go on from there. Nothing was changed.`,
    `Look at the history of ${titleOf(catalog, object)} to see what happened to it.`,
  )

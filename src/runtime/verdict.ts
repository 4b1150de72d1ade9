import type { Catalog } from '../catalog/catalog.ts'
import { stateLabel } from '../engine/object.ts'
import { type Actor, startRefusal } from '../engine/permit.ts'
import { wayInAdmin } from '../engine/place-in-admin.ts'
import { type Refusal, refuse } from '../engine/refusal.ts'
import { NEW, type UseCase } from '../engine/use-case.ts'
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
 * May this actor perform this use case on each of these objects? Permission first, then what its state and the attachments say; an id that
 * no object has is refused as well. Objects without a refusal may.
 */
export function judge(
  world: World,
  definitions: Definitions,
  { useCase, actor }: { readonly useCase: UseCase; readonly actor: Actor },
  ids: readonly string[],
  stored: ReadonlyMap<string, StoredObject>,
): Map<string, Refusal> {
  const permission = startRefusal(permissionsOfActor(world, actor), actor, useCase)
  const creates = useCase.in.includes(NEW) ? newRefusal(definitions, useCase) : undefined
  const refusalOf = (id: string): Refusal | undefined => {
    const object = stored.get(id)
    if (permission) return permission
    if (!object) return noSuchObject(useCase, id)
    return object.state === NEW ? creates : objectRefusal(world.catalog, definitions, useCase, object)
  }
  return new Map(
    ids.flatMap((id) => {
      const refusal = refusalOf(id)
      return refusal ? [[id, refusal] as const] : []
    }),
  )
}

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

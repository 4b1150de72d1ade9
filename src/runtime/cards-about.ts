import type { Actor } from '../engine/permit.ts'
import { readPermission } from '../engine/permit.ts'
import { isId } from '../kit/id.ts'
import { readObjects, type StoredObject } from '../store/object.ts'
import { permissionsOfActor, type World } from './world.ts'

/** The cards with these ids that the actor may see, by their ids. An id that is none of ours, as a bureau may name it, is left out. */
export async function cardsAbout(world: World, actor: Actor, ids: readonly (string | null)[]): Promise<Map<string, StoredObject>> {
  const wanted = [...new Set(ids.filter((id): id is string => id !== null && isId(id)))]
  if (wanted.length === 0) return new Map()
  const permissions = permissionsOfActor(world, actor)
  const templates = world.catalog.templates.filter(({ table, name }) => table === 'card' && permissions.has(readPermission(name)))
  const found = (await Promise.all(templates.map((template) => readObjects(world.db, template, wanted)))).flat()
  return new Map(found.map((card) => [card.id, card]))
}

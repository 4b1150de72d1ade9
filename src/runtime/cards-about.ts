import type { Actor } from '../engine/permit.ts'
import { isId } from '../kit/id.ts'
import type { StoredObject } from '../store/object.ts'
import { readSeen } from './seen.ts'
import type { World } from './world.ts'

/** The cards with these ids that the actor may see, by their ids. An id that is none of ours, as a bureau may name it, is left out. */
export async function cardsAbout(world: World, actor: Actor, ids: readonly (string | null)[]): Promise<Map<string, StoredObject>> {
  const wanted = [...new Set(ids.filter((id): id is string => id !== null && isId(id)))]
  if (wanted.length === 0) return new Map()
  const templates = world.catalog.templates.filter(({ table }) => table === 'card')
  const found = (await Promise.all(templates.map((template) => readSeen(world, actor, template, wanted)))).flat()
  return new Map(found.map((card) => [card.id, card]))
}

/** What somebody may see of objects: the one place through which objects are read for whoever asks. */
import type { Fields, Form } from '../engine/form.ts'
import type { Template } from '../engine/object.ts'
import { type Actor, hiddenIn, isReached, type Permissions, type Reach, readPermission } from '../engine/permit.ts'
import type { UseCase } from '../engine/use-case.ts'
import type { Queryable } from '../store/database.ts'
import { readObjects, type StoredObject } from '../store/object.ts'
import { permissionsOfActor, type World } from './world.ts'

/** The objects of a template with these ids that this actor may see, without what stays hidden from them. All others are left out. */
export async function readSeen(
  world: World,
  actor: Actor,
  template: Template,
  ids: readonly string[],
  db: Queryable = world.db,
): Promise<StoredObject[]> {
  if (ids.length === 0 || !maySee(permissionsOfActor(world, actor), template)) return []
  return seenOf(world, actor, template, await readObjects(db, template, ids))
}

/** Of objects of a template, those that this actor may see, without what stays hidden from them. */
export function seenOf(world: World, actor: Actor, template: Template, objects: readonly StoredObject[]): StoredObject[] {
  const reaches = permissionsOfActor(world, actor).reach(readPermission(template.name))
  if (reaches.some(isWhole)) return [...objects]
  return objects
    .filter((object) => isReached(reaches, actor, object))
    .map((object) => without(template, object, hiddenIn(reaches, actor, object)))
}

/** Whether they may see any objects of the template at all. */
export const maySee = (permissions: Permissions, { name }: Template): boolean => permissions.has(readPermission(name))

/** Everybody's objects, with nothing hidden. */
export const isWhole = ({ scope, hides }: Reach): boolean => scope === 'all' && hides.size === 0

/** The fields of a template that stay hidden in some of what is reached: nobody can search or sort by these. */
export function hiddenFields(reaches: readonly Reach[], template: Template): Set<string> {
  return new Set(Object.keys(template.fields).filter((name) => reaches.some(({ hides }) => hides.has(`${template.name}.${name}`))))
}

/** The fields of a form that this actor is asked: none that stays hidden from them, for an empty answer would wipe it out. */
export function askedOf(world: World, actor: Actor, { on }: UseCase, { fields }: Form): Fields {
  const hidden = hiddenFields(permissionsOfActor(world, actor).reach(readPermission(on.name)), on)
  return hidden.size === 0 ? fields : Object.fromEntries(Object.entries(fields).filter(([name]) => !hidden.has(name)))
}

function without(template: Template, object: StoredObject, hidden: ReadonlySet<string>): StoredObject {
  if (hidden.size === 0) return object
  const fields = Object.fromEntries(
    Object.entries(object.fields).map(([name, value]) => [name, hidden.has(`${template.name}.${name}`) ? null : value]),
  )
  return { ...object, fields }
}

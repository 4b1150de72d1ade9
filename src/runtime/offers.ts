import { type Actor, type Permissions, startRefusal } from '../engine/permit.ts'

import { tasksAfter } from '../engine/process.ts'
import type { Refusal } from '../engine/refusal.ts'
import { NEW, type UseCase } from '../engine/use-case.ts'
import type { StoredObject } from '../store/object.ts'
import type { Glance, Held } from '../store/task.ts'
import { commandsOf, type Definitions, mappingOf } from './definitions.ts'
import { explainAll } from './explain.ts'

import { foreseeAll } from './foresee.ts'

import { grantWords } from './grant-words.ts'

import { wordsOfGrant } from './grantable.ts'
import { ownRefusals } from './own-objects.ts'
import { needsSecondPerson } from './second-person.ts'
import { readSeen } from './seen.ts'
import { creatorRefusal, newRefusal, objectRefusal, reachRefusal } from './verdict.ts'
import { permissionsOfActor, templateOf, type World } from './world.ts'

/** For one use case and a set of objects: which may, and for the others why not. */
export interface Offer {
  readonly useCase: UseCase
  /** Objects that are not in here may. */
  readonly refusals: ReadonlyMap<string, Refusal>
  /** It may be given only while an order waits in the queue, and ends when the order leaves. */
  readonly whileQueued: boolean
}

/**
 * What this actor may do with these objects of one template, and why not where not. It says what `begin` would do now. Whoever may not
 * see them is offered nothing, for the reasons tell what is so about them.
 */
export async function offers(world: World, actor: Actor, template: string, ids: readonly string[]): Promise<Offer[]> {
  const on = templateOf(world, template)
  if (!on) return []
  const objects = await readSeen(world, actor, on, ids)
  if (objects.length === 0) return []
  const useCases = world.catalog.useCases.filter(
    (useCase) => useCase.on.name === template && useCase.offered !== 'to the system' && !useCase.in.includes(NEW),
  )
  return Promise.all(
    inOrderOfCommands(world, useCases, objects).map(async (useCase) => ({
      useCase,
      refusals: await refusalsOf(world, actor, useCase, objects),
      whileQueued: await needsQueue(world, useCase),
    })),
  )
}

/** The use cases that create an object and that this actor may begin now. */
export function newOffers(world: World, actor: Actor): UseCase[] {
  const permissions = permissionsOfActor(world, actor)
  const definitions = world.definitions.current()
  return world.catalog.useCases.filter(
    (useCase) =>
      useCase.in.includes(NEW) &&
      useCase.offered !== 'to the system' &&
      !startRefusal(permissions, actor, useCase) &&
      !creatorRefusal(permissions, actor, useCase) &&
      !newRefusal(definitions, useCase),
  )
}

async function needsQueue(world: World, useCase: UseCase): Promise<boolean> {
  const drawing = world.definitions.current().drawings.get(useCase.symbol)
  if (!drawing) return false
  const process = await world.definitions.process(world.db, drawing)
  return tasksAfter(process, process.start).some((name) => world.tasks[name]?.whileQueued === true)
}

/** What `begin` would refuse to do to these objects of what this actor sees, as far as it can be foreseen. */
export async function refusalsOf(
  world: World,
  actor: Actor,
  useCase: UseCase,
  objects: readonly StoredObject[],
): Promise<Map<string, Refusal>> {
  const permissions = permissionsOfActor(world, actor)
  const permission = startRefusal(permissions, actor, useCase)
  if (permission) return new Map(objects.map((object) => [object.id, permission]))
  const definitions = world.definitions.current()
  const refusals = new Map<string, Refusal>()
  for (const object of objects) {
    const refusal = reachRefusal(permissions, actor, useCase, object) ?? objectRefusal(world.catalog, definitions, useCase, object)
    if (refusal) refusals.set(object.id, refusal)
  }
  const open = (): StoredObject[] => objects.filter(({ id }) => !refusals.has(id))
  const add = (more: ReadonlyMap<string, Refusal>): void => {
    for (const [id, refusal] of more) refusals.set(id, refusal)
  }
  const drawing = definitions.drawings.get(useCase.symbol)
  if (!drawing) return refusals
  const process = await world.definitions.process(world.db, drawing)
  const glance = glanceOf(world, definitions, actor, useCase, permissions)
  await explainAll(world, process, glance, objects, refusals)
  add(await ownRefusals(world.db, world.catalog, { useCase, actor, needsSecond: false }, open()))
  const held: Held[] = open().map((stored) => ({ id: stored.id, madeId: null, stored }))
  add(await foreseeAll(world, process, process.start, glance, held))
  const asking = { id: NO_RUN, useCase: useCase.symbol, actorId: actor.id, approvedAt: null }
  const needsSecond = await needsSecondPerson(world.db, definitions, useCase, asking, open().length, glance.now)
  if (needsSecond) add(await ownRefusals(world.db, world.catalog, { useCase, actor, needsSecond }, open()))
  return refusals
}

/** Stands for the run that has not begun. */
const NO_RUN = '00000000-0000-0000-0000-000000000000'

const glanceOf = (world: World, definitions: Definitions, actor: Actor, useCase: UseCase, permissions: Permissions): Glance => ({
  db: world.db,
  now: world.clock.now(),
  options: definitions.options,
  bureaus: definitions.bureaus,
  template: useCase.on,
  makes: useCase.makes,
  mapping: mappingOf(definitions, useCase, world.catalog.mappings),
  actor,
  permissions,
  mails: world.mailer !== undefined,
  wordsOf: (role) => wordsOfGrant(world, definitions, role),
  called: (name) => grantWords(world, name),
})

/** As the administrator ordered them for the state of the first object; the others behind. */
function inOrderOfCommands(world: World, useCases: readonly UseCase[], [first]: readonly StoredObject[]): UseCase[] {
  if (!first) return [...useCases]
  const { items } = commandsOf(world.definitions.current(), first.template, first.state)
  const place = (useCase: UseCase): number => {
    const position = items.findIndex((item) => item.useCase === useCase.slug)
    return position < 0 ? items.length : position
  }
  return [...useCases].sort((a, b) => place(a) - place(b))
}

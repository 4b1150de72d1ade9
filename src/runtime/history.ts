import type { Actor } from '../engine/permit.ts'
import type { Refusal } from '../engine/refusal.ts'
import { labelOf, sentenceOf } from '../journal/sentence.ts'
import { isId } from '../kit/id.ts'
import { entriesOfActor, entriesOfObject, type StoredEntry } from '../store/journal.ts'
import type { StoredObject } from '../store/object.ts'
import { get } from './find.ts'
import { openEntries } from './personal-entries.ts'
import { readSeen } from './seen.ts'
import { templateOf, type World } from './world.ts'

export interface Told {
  readonly entry: StoredEntry
  readonly sentence: string
  readonly object: { readonly id: string; readonly template: string; readonly label: string } | null
}

/** The history of an object, newest first, in sentences; `next` is null at its end. */
export async function history(
  world: World,
  actor: Actor,
  template: string,
  id: string,
  after: string | undefined,
  limit: number,
): Promise<{ items: Told[]; next: string | null } | Refusal> {
  const profile = await get(world, actor, template, id)
  if ('code' in profile) return profile
  const entries = await entriesOfObject(world.db, id, after !== undefined && isId(after) ? after : undefined, limit + 1)
  const shown = await openEntries(world, world.db, entries.slice(0, limit))
  return {
    items: shown.map((entry) => told(world, entry, profile.object)),
    next: entries.length > limit ? (shown.at(-1)?.id ?? null) : null,
  }
}

/** What one person did lately. */
export async function lately(world: World, actor: Actor, limit: number): Promise<Told[]> {
  return actor.id === null ? [] : toldAll(world, actor, await entriesOfActor(world.db, actor.id, limit))
}

/** Entries in sentences, with those of the objects they are about that this actor may see. */
export async function toldAll(world: World, actor: Actor, kept: readonly StoredEntry[]): Promise<Told[]> {
  const entries = await openEntries(world, world.db, kept)
  const objects = new Map<string, StoredObject>()
  for (const name of new Set(entries.map((entry) => entry.template))) {
    const template = name === null ? undefined : templateOf(world, name)
    const ids = entries.flatMap((entry) => (entry.template === name && entry.objectId ? [entry.objectId] : []))
    if (template) for (const object of await readSeen(world, actor, template, ids)) objects.set(object.id, object)
  }
  return entries.map((entry) => told(world, entry, entry.objectId ? objects.get(entry.objectId) : undefined))
}

const told = (world: World, entry: StoredEntry, object: StoredObject | undefined): Told => ({
  entry,
  sentence: sentenceOf(world.catalog, entry, object),
  object: object ? { id: object.id, template: object.template, label: labelOf(world.catalog, object) } : null,
})

import type { Template } from '../engine/object.ts'
import type { Actor } from '../engine/permit.ts'
import { appendEntries, entryBy } from '../store/journal.ts'
import type { World } from './world.ts'

/** What one person read of one template within an hour, on this node. */
interface Burst {
  readonly since: number
  readonly ids: Set<string>
  /** How often the journal was told. */
  told: number
}

const HOUR = 3_600_000

const bursts = new WeakMap<World['definitions'], Map<string, Burst>>()

/**
 * Counts whom a person reads, in memory. Whoever reads more profiles in an hour than the option says gets one line in the journal, and another
 * for each time as many again; there is never a line for a single read.
 */
export async function noteReads(
  world: World,
  actor: Actor,
  template: Template,
  objects: readonly { readonly id: string }[],
): Promise<void> {
  if (actor.id === null || (template.table !== 'person' && template.table !== 'card')) return
  const now = world.clock.now().getTime()
  const burst = burstOf(world, `${actor.id} ${template.name}`, now)
  for (const { id } of objects) burst.ids.add(id)
  const most = Number(world.definitions.current().options.PrivacyBulkReads)
  const times = Math.floor((burst.ids.size - 1) / most)
  if (times <= burst.told) return
  burst.told = times
  const facts = {
    said: '{actor} read more than {reads} {plural} within an hour.',
    reads: times * most,
    plural: template.plural.toLowerCase(),
  }
  await appendEntries(world.db, [entryBy(actor, new Date(now), world.newId(), { kind: 'other', template: template.name, facts })])
}

function burstOf(world: World, key: string, now: number): Burst {
  const all = bursts.get(world.definitions) ?? new Map<string, Burst>()
  bursts.set(world.definitions, all)
  const known = all.get(key)
  if (known && now - known.since < HOUR) return known
  for (const [other, { since }] of all) if (now - since >= HOUR) all.delete(other)
  const fresh: Burst = { since: now, ids: new Set(), told: 0 }
  all.set(key, fresh)
  return fresh
}

import type { Actor } from '../engine/permit.ts'
import type { Refusal } from '../engine/refusal.ts'
import { unitsInUse } from '../store/unit.ts'
import { mayNotSeeRoles } from './roles.ts'
import type { World } from './world.ts'

/** The tree of units with how many users are in each, and the units of users that have no place in it. */
export interface UnitsView {
  readonly items: readonly { readonly name: string; readonly above: string | null; readonly users: number }[]
  readonly strays: readonly { readonly name: string; readonly users: number }[]
  readonly hash: string
}

const MOST_UNITS = 5000

export async function readUnits(world: World, actor: Actor): Promise<UnitsView | Refusal> {
  const refusal = mayNotSeeRoles(world, actor)
  if (refusal) return refusal
  const { units, unitsHash } = world.definitions.current()
  const used = await unitsInUse(world.db, MOST_UNITS)
  const count = new Map(used.map(({ name, users }) => [name, users]))
  return {
    items: [...units].map(([name, above]) => ({ name, above, users: count.get(name) ?? 0 })),
    strays: used.filter(({ name }) => !units.has(name)),
    hash: unitsHash,
  }
}

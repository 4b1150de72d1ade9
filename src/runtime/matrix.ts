import type { Actor, Scope } from '../engine/permit.ts'
import type { Refusal } from '../engine/refusal.ts'
import { countHolders } from '../store/role-holder.ts'
import { type PermissionMatrix, permissionMatrix } from './derive/permission-matrix.ts'
import { today } from './grant-words.ts'
import { mayNotSeeRoles } from './roles.ts'
import type { World } from './world.ts'

/** Who may do what now, and how many accounts hold each role. */
export async function readMatrix(world: World, actor: Actor): Promise<PermissionMatrix | Refusal> {
  const refusal = mayNotSeeRoles(world, actor)
  if (refusal) return refusal
  const held = new Map<string, Partial<Record<Scope, number>>>()
  for (const { role, scope, count } of await countHolders(world.db, today(world))) held.set(role, { ...held.get(role), [scope]: count })
  return permissionMatrix(world.catalog, world.definitions.current(), held)
}

import type { Actor } from '../engine/permit.ts'
import { permissionRefusal } from '../engine/permit.ts'
import type { Refusal } from '../engine/refusal.ts'
import type { UseCase } from '../engine/use-case.ts'
import { countApprovers } from './approver.ts'
import type { DutiesBody } from './definitions.ts'
import { permissionsOfActor, type World } from './world.ts'

/** What needs a second person, as Admin shows it: the rules, and for every use case that people start how many could be that person now. */
export async function readDuties(
  world: World,
  actor: Actor,
): Promise<
  { items: DutiesBody['items']; useCases: readonly { readonly useCase: UseCase; readonly approvers: number }[]; hash: string } | Refusal
> {
  const refusal = permissionRefusal(permissionsOfActor(world, actor), actor, 'admin:duties', 'see Separation of duties in Admin')
  if (refusal) return refusal
  const { duties, dutiesHash } = world.definitions.current()
  const useCases = world.catalog.useCases.filter(({ offered }) => offered !== 'to the system')
  return {
    items: [...duties].map(([useCase, above]) => ({ useCase, above })),
    useCases: await Promise.all(useCases.map(async (useCase) => ({ useCase, approvers: await countApprovers(world, useCase) }))),
    hash: dutiesHash,
  }
}

import type { Actor } from '../engine/permit.ts'
import { isRisky, proofRefusal } from '../engine/proof.ts'
import type { Refusal } from '../engine/refusal.ts'
import type { UseCase } from '../engine/use-case.ts'
import { journalRefused } from './journal-refused.ts'
import type { World } from './world.ts'

/** Why this actor has to prove who they are before anything that is risky; the caller journals it. */
export const askProof = ({ definitions, clock }: Pick<World, 'definitions' | 'clock'>, actor: Actor): Refusal | undefined =>
  proofRefusal(actor, Number(definitions.current().options.SignInProofMinutes), clock.now())

/** The same for what is not a use case; the refusal is journalled. */
export async function refuseUnproved(world: World, actor: Actor): Promise<Refusal | undefined> {
  const refusal = askProof(world, actor)
  if (refusal) await journalRefused(world, actor, refusal)
  return refusal
}

/** The same before this use case is performed on so many objects. */
export const askProofFor = (world: World, actor: Actor, { risky }: UseCase, objects: number): Refusal | undefined =>
  isRisky(risky, objects, world.definitions.current().options) ? askProof(world, actor) : undefined

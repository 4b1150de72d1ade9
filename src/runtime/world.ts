import type { Catalog } from '../catalog/catalog.ts'
import type { Template } from '../engine/object.ts'
import { type Actor, type Permissions, permissionsOf } from '../engine/permit.ts'
import type { UseCase } from '../engine/use-case.ts'
import type { Clock } from '../kit/clock.ts'
import type { NewId } from '../kit/id.ts'
import type { Signer } from '../kit/signature.ts'
import type { Secrets } from '../production/secrets.ts'
import type { Database, Transaction } from '../store/database.ts'
import type { Task } from '../store/task.ts'
import type { DefinitionCache } from './definitions.ts'

/** What the runtime works with. Only the clock, chance and the bureau can be other than they are in production. */
export interface World {
  readonly db: Database
  readonly clock: Clock
  readonly newId: NewId
  readonly catalog: Catalog
  readonly tasks: Readonly<Record<string, Task>>
  readonly definitions: DefinitionCache
  readonly enqueue: Enqueue
  /** The key of this installation, which signs manifests and receipts. */
  readonly signer: Signer
  /** What is kept secret: passwords and keys of bureaus. */
  readonly secrets: Secrets
}

/** Puts a job in the queue of jobs, in the transaction. */
export type Enqueue = (tx: Transaction, job: string, data: Record<string, unknown>) => Promise<void>

export const templateOf = (world: { catalog: Catalog }, name: string): Template | undefined =>
  world.catalog.templates.find((template) => template.name === name)

export const useCaseBySlug = (world: { catalog: Catalog }, slug: string): UseCase | undefined =>
  world.catalog.useCases.find((useCase) => useCase.slug === slug)

export function useCaseBySymbol(world: { catalog: Catalog }, symbol: string): UseCase {
  const useCase = world.catalog.useCases.find((each) => each.symbol === symbol)
  if (!useCase) throw new Error(`There is no use case ${symbol} in the catalog.`)
  return useCase
}

const known = new WeakMap<Catalog, Map<string, Permissions>>()

/** What an actor may do, by the roles they hold. */
export function permissionsOfActor({ catalog }: { catalog: Catalog }, actor: Actor): Permissions {
  const byRoles = known.get(catalog) ?? new Map<string, Permissions>()
  known.set(catalog, byRoles)
  const key = actor.roles.join(' ')
  const permissions =
    byRoles.get(key) ??
    permissionsOf(
      catalog.roles.filter((role) => actor.roles.includes(role.name)),
      catalog.useCases,
      catalog.templates,
    )
  byRoles.set(key, permissions)
  return permissions
}

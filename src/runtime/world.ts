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
import type { DefinitionCache, Definitions } from './definitions.ts'
import type { JournalSettings } from './journal-settings.ts'
import type { Mailer } from './mailer.ts'

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
  /** Where people reach this installation, `https://cards.example.org`; undefined where no setting says so. */
  readonly publicUrl?: string | undefined
  /** Sends mails; undefined where this installation has no mail server. */
  readonly mailer?: Mailer | undefined
  /** How the journal is sealed, where that is not as it comes; see `journalOf`. */
  readonly journal?: JournalSettings
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

const known = new WeakMap<Definitions, Map<string, Permissions>>()

/** What an actor may do, by the roles they were granted; by the definitions in force unless told. */
export function permissionsOfActor(
  { catalog, definitions }: Pick<World, 'catalog' | 'definitions'>,
  actor: Actor,
  inForce: Definitions = definitions.current(),
): Permissions {
  const byGrants = known.get(inForce) ?? new Map<string, Permissions>()
  known.set(inForce, byGrants)
  const key = JSON.stringify([actor.grants, actor.only, actor.within])
  const permissions = byGrants.get(key) ?? permissionsOf(actor, { ...catalog, roles: inForce.roles, units: inForce.units })
  if (byGrants.size > MOST_KNOWN) byGrants.clear()
  byGrants.set(key, permissions)
  return permissions
}

/** So many different sets of grants are remembered between two publications. */
const MOST_KNOWN = 1000

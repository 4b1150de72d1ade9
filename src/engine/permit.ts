import type { Template } from './object.ts'
import { type Refusal, refuse } from './refusal.ts'
import { startPermission, type UseCase } from './use-case.ts'

/** Who acts: a person with an account, the system by itself (a schedule, a job), or a bureau through its connector. */
export interface Actor {
  readonly kind: 'person' | 'system' | 'bureau'
  /** The account's id; null for the system and a bureau. */
  readonly id: string | null
  readonly name: string
  readonly roles: readonly string[]
}

/** A role: what its holders may open and start. */
export interface Role {
  readonly name: string
  readonly label: string
  readonly symbol: string
  readonly means: string
  /** Admin groups it opens. */
  readonly admin: readonly string[]
  /** Operator areas it opens. */
  readonly operator: readonly string[]
  /** Templates whose objects it may read; `every` also covers those that are added later. */
  readonly reads: 'every' | readonly string[]
  /** Start permissions it holds besides those that use cases give it. */
  readonly starts: readonly string[]
}

export type Permissions = ReadonlySet<string>

/** Everything the holder of these roles may do, as a set of words: start:…, read:…, admin:…, operator:…. */
export function permissionsOf(roles: readonly Role[], useCases: readonly UseCase[], templates: readonly Template[]): Permissions {
  return new Set(
    roles.flatMap((role) => [
      ...role.admin.map((group) => `admin:${group}`),
      ...role.operator.map((area) => `operator:${area}`),
      ...(role.reads === 'every' ? templates.map((template) => template.name) : role.reads).map(readPermission),
      ...role.starts,
      ...useCases.filter((useCase) => useCase.roles.includes(role.name)).map(startPermission),
    ]),
  )
}

/** The permission to see the objects of the template of this name. */
export const readPermission = (template: string): string => `read:${template}`

/** Why this actor may not start this use case; undefined when they may. */
export function startRefusal(permissions: Permissions, actor: Actor, useCase: UseCase): Refusal | undefined {
  if (permissions.has(startPermission(useCase))) return undefined
  return refuse(
    'not_permitted',
    `${actor.name} may not start ${useCase.name}. Nothing was changed.`,
    `Ask an administrator for a role with the permission to start ${useCase.name}.`,
  )
}

/** Why this actor may not open something that `permission` guards; undefined when they may. */
export function permissionRefusal(permissions: Permissions, actor: Actor, permission: string, what: string): Refusal | undefined {
  if (permissions.has(permission)) return undefined
  return refuse('not_permitted', `${actor.name} may not ${what}. Nothing was changed.`, 'Ask an administrator for a role that may.')
}

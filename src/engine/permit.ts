import type { Template } from './object.ts'
import { type Refusal, refuse } from './refusal.ts'
import { approvePermission, startPermission, type UseCase } from './use-case.ts'

/**
 * Who acts: a person with an account, a program with an account and a token, the system by itself (a schedule, a job), or a bureau
 * through its connector.
 */
export interface Actor {
  readonly kind: 'person' | 'client' | 'system' | 'bureau'
  /** The account's id; null for the system and a bureau. */
  readonly id: string | null
  readonly name: string
  /** The user that the account belongs to, where there is one. */
  readonly personId?: string | null
  readonly grants: readonly Grant[]
  /** The address that a request came from. */
  readonly address?: string
  /** The revision of the definitions that the grants were read at; a leg that finds another in force reads them anew. */
  readonly asOf?: number
  /** When whoever is signed in last proved who they are; absent for those who do not sign in. */
  readonly provedAt?: Date
  /** The only permissions that the token of a program gives, whatever its account holds. */
  readonly only?: readonly string[]
  /** Of somebody who looks as another role would: what they hold themselves, beyond which they are shown nothing. */
  readonly within?: readonly Grant[]
}

/** Whose objects a grant is about: everybody's, those of a unit and of the units below it, or one's own. */
export type Scope = 'all' | 'unit' | 'own'

/** What an account was given: a role, or a single permission by its word, and for whose objects. */
export interface Grant {
  readonly role: string
  readonly scope: Scope
  /** Of the scope `unit`: which. */
  readonly unit: string | null
}

/** Roles held for everybody's objects. */
export const everywhere = (...roles: readonly string[]): Grant[] => roles.map((role) => ({ role, scope: 'all', unit: null }))

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
  /** Templates whose objects it may read; `every` also covers those that are added later, and none that stands apart. */
  readonly reads: 'every' | readonly string[]
  /**
   * Permissions it holds besides: to start what no use case gives it, `report:user`, to ask for everything that is held about a person, or
   * `evidence:card`, to take away what proves what became of a card.
   */
  readonly starts: readonly string[]
  /** Symbols of the use cases to which it may agree as the second person; `every` also covers those that are added later. */
  readonly approves?: 'every' | readonly string[]
  /** Fields that its holders do not see, as `template.field`, unless another role shows them. */
  readonly hides?: readonly string[]
  /** Out of use: whoever holds it keeps it, and it is granted to nobody else. */
  readonly retired?: true
}

/** The units of an organisation: each with the one above it, or null at the top. A unit that is not listed stands by itself. */
export type Units = ReadonlyMap<string, string | null>

/** What one grant of a permission reaches. */
export interface Reach {
  readonly scope: Scope
  /** Of the scope `unit`: the unit and all below it. */
  readonly units: ReadonlySet<string>
  /** Fields that stay hidden in what it reaches, as `template.field`. */
  readonly hides: ReadonlySet<string>
}

/** What there is to give permissions for. */
export interface Grantable {
  readonly templates: readonly Template[]
  readonly useCases: readonly UseCase[]
}

/** What somebody may do: permission words (start:…, approve:…, read:…, admin:…, operator:…), each with what it reaches. */
export interface Permissions {
  has(word: string): boolean
  /** What the word reaches, a reach for each grant that gives it; empty where it is not held. */
  reach(word: string): readonly Reach[]
  words(): readonly string[]
}

/** What decides whether something is in reach. */
export interface Reached {
  readonly id: string
  readonly personId: string | null
  readonly unit: string | null
}

/** What decides what a grant gives. */
export interface InForce extends Grantable {
  readonly roles: ReadonlyMap<string, Role>
  readonly units: Units
}

/**
 * Everything that these grants allow. What an administrator decides is for everybody, so a grant for a part of the organisation gives no
 * permission that begins with `admin:`. A grant of a role that does not exist gives nothing.
 */
export function permissionsOf(actor: Pick<Actor, 'grants' | 'only' | 'within'>, inForce: InForce): Permissions {
  const given = reachesOf(actor, inForce)
  const reaches = actor.within ? within(given, reachesOf({ grants: actor.within }, inForce)) : given
  return { has: (word) => reaches.has(word), reach: (word) => reaches.get(word) ?? [], words: () => [...reaches.keys()] }
}

/** What these grants give, and no more than the others do; only the right to start something is left as it is, for nothing can be started. */
function within(given: ReadonlyMap<string, Reach[]>, others: ReadonlyMap<string, Reach[]>): Map<string, Reach[]> {
  return new Map(
    [...given].flatMap(([word, reaches]) => {
      const both = word.startsWith('start:')
        ? reaches
        : reaches.flatMap((one) => (others.get(word) ?? []).flatMap((other) => shared(one, other)))
      return both.length > 0 ? [[word, both] as const] : []
    }),
  )
}

/** What two reaches have in common. Of one's own and a unit it is nothing: what lies in both cannot be said as one reach. */
function shared(one: Reach, other: Reach): Reach[] {
  const hides = new Set([...one.hides, ...other.hides])
  if (one.scope === 'all') return [{ ...other, hides }]
  if (other.scope === 'all') return [{ ...one, hides }]
  if (one.scope !== other.scope) return []
  return [{ scope: one.scope, units: new Set([...one.units].filter((unit) => other.units.has(unit))), hides }]
}

function reachesOf(actor: Pick<Actor, 'grants' | 'only'>, { roles, units, ...grantable }: InForce): Map<string, Reach[]> {
  const reaches = new Map<string, Reach[]>()
  for (const { role: name, scope, unit } of actor.grants) {
    const role = roles.get(name)
    const reach = { scope, units: scope === 'unit' && unit !== null ? unitsBelow(units, unit) : NO_UNITS, hides: new Set(role?.hides) }
    for (const word of role ? wordsOf(role, grantable) : name.includes(':') ? [name] : []) {
      if (scope !== 'all' && word.startsWith('admin:')) continue
      if (actor.only && !actor.only.includes(word)) continue
      const known = reaches.get(word)
      if (known) known.push(reach)
      else reaches.set(word, [reach])
    }
  }
  return reaches
}

const NO_UNITS: ReadonlySet<string> = new Set()

/** The permission words of a role. */
export const wordsOf = (role: Role, { templates, useCases }: Grantable): string[] => [
  ...role.admin.map((group) => `admin:${group}`),
  ...role.operator.map((area) => `operator:${area}`),
  ...(role.reads === 'every' ? templates.filter(({ apart }) => !apart).map(({ name }) => name) : role.reads).map(readPermission),
  ...role.starts,
  ...useCases.filter((useCase) => approvesIt(role, useCase)).map(approvePermission),
]

const approvesIt = ({ approves = [] }: Role, { symbol, offered }: UseCase): boolean =>
  offered !== 'to the system' && (approves === 'every' || approves.includes(symbol))

/** A unit and every unit below it. A tree that leads back to itself is walked once. */
export function unitsBelow(units: Units, top: string): Set<string> {
  const found = new Set([top])
  for (let before = 0; before < found.size; ) {
    before = found.size
    for (const [unit, above] of units) if (above !== null && found.has(above)) found.add(unit)
  }
  return found
}

/** Is this object in reach of this actor? */
export const isReached = (reaches: readonly Reach[], actor: Pick<Actor, 'id' | 'personId'>, object: Reached): boolean =>
  reaches.some((reach) => reachesObject(reach, actor, object))

/** The fields of an object that stay hidden: those that every grant which reaches it hides. */
export function hiddenIn(reaches: readonly Reach[], actor: Pick<Actor, 'id' | 'personId'>, object: Reached): ReadonlySet<string> {
  const showing = reaches.filter((reach) => reachesObject(reach, actor, object))
  const [first, ...others] = showing
  if (!first || first.hides.size === 0) return NO_UNITS
  return new Set([...first.hides].filter((field) => others.every(({ hides }) => hides.has(field))))
}

function reachesObject({ scope, units }: Reach, actor: Pick<Actor, 'id' | 'personId'>, { id, personId, unit }: Reached): boolean {
  if (scope === 'all') return true
  if (scope === 'unit') return unit !== null && units.has(unit)
  return id === actor.id || (typeof actor.personId === 'string' && (personId ?? id) === actor.personId)
}

/** The permission to see the objects of the template of this name. */
export const readPermission = (template: string): `read:${string}` => `read:${template}`

/** The permission to take away what proves what became of an object of the template of this name. */
export const evidencePermission = (template: string): `evidence:${string}` => `evidence:${template}`

/** Why this actor may not start this use case at all; undefined when they may. */
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

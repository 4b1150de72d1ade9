/** What Admin shows of roles: which there are, what each opens, and who holds it. */
import { stateLabel, type Template } from '../engine/object.ts'
import { permissionKind, permissionWords } from '../engine/permission-words.ts'
import { type Actor, permissionRefusal, type Role, readPermission } from '../engine/permit.ts'
import { type Refusal, refuse } from '../engine/refusal.ts'
import { NEW, startPermission } from '../engine/use-case.ts'
import { SYSTEM_ROLE } from '../identity/actor.ts'
import { listPublications } from '../store/definition.ts'
import { countAccountsByRole, holdersOf } from '../store/role-holder.ts'
import { attachedStates, type RoleOrigin, roleOrigin } from './definitions.ts'
import { type GrantLine, grantLines, today } from './grant-words.ts'
import { everyWord } from './grantable.ts'
import { sentenceOfPublication, type VersionView } from './versions.ts'
import { permissionsOfActor, type World } from './world.ts'

/** A role with where it comes from, and how many accounts hold it now. */
export interface RoleLine {
  readonly role: Role
  readonly origin: RoleOrigin
  readonly held: number
}

/** The roles in force, those that ship first. */
export async function readRoles(world: World, actor: Actor): Promise<RoleLine[] | Refusal> {
  const refusal = mayNotSeeRoles(world, actor)
  if (refusal) return refusal
  const definitions = world.definitions.current()
  const held = await countAccountsByRole(world.db, today(world))
  return [...definitions.roles.values()].map((role) => ({
    role,
    origin: roleOrigin(world.catalog, definitions, role.name),
    held: held.get(role.name) ?? 0,
  }))
}

/** One role with its holders, at most two hundred of them, and its last versions; `hash` names the version in force. */
export interface RoleView extends RoleLine {
  readonly hash: string
  readonly holders: readonly GrantLine[]
  readonly versions: readonly VersionView[]
}

const MOST_HOLDERS = 200
const MOST_VERSIONS = 20

export async function readRole(world: World, actor: Actor, name: string): Promise<RoleView | Refusal> {
  const lines = await readRoles(world, actor)
  if ('code' in lines) return lines
  const line = lines.find(({ role }) => role.name === name)
  const hash = world.definitions.current().roleHashes.get(name)
  if (!line || !hash) return refuse('no_such_role', `There is no role "${name}".`, 'Choose one from the list of roles.')
  const published = await listPublications(world.db, undefined, MOST_VERSIONS, { kind: 'role', name })
  return {
    ...line,
    hash,
    holders: grantLines(world, await holdersOf(world.db, name, MOST_HOLDERS)),
    versions: published.map((publication) => ({ publication, sentence: sentenceOfPublication(world, publication) })),
  }
}

/** A permission that a role can give, and whether whoever asks could publish a role with it. */
export interface PermissionChoice {
  readonly word: string
  readonly label: string
  readonly kind: ReturnType<typeof permissionKind>
  /** Of a right to see or to start something: the template it is about. */
  readonly template: string | null
  /** Of a use case: in which states it is offered now, in words. */
  readonly states: readonly string[]
  readonly may: boolean
}

/** Everything that a role can be made of, in the order of pages. */
export function permissionChoices(world: World, actor: Actor): PermissionChoice[] | Refusal {
  const refusal = mayNotSeeRoles(world, actor)
  if (refusal) return refusal
  const { catalog } = world
  const definitions = world.definitions.current()
  const permissions = permissionsOfActor(world, actor)
  return everyWord(world, definitions.roles).map((word) => {
    const useCase = catalog.useCases.find((each) => startPermission(each) === word)
    const template = useCase?.on.name ?? catalog.templates.find(({ name }) => readPermission(name) === word)?.name ?? null
    return {
      word,
      label: useCase?.name ?? permissionWords(catalog, word),
      kind: permissionKind(word),
      template,
      states: useCase ? attachedStates(definitions, useCase).map((state) => stateWords(useCase.on, state)) : [],
      may: permissions.reach(word).some(({ scope }) => scope === 'all'),
    }
  })
}

/** A state as pages call it; a use case that creates an object is offered where nothing is yet. */
export const stateWords = (template: Template, state: string): string => (state === NEW ? 'New' : stateLabel(template, state))

/** No person can hold it, so nobody edits it. */
export const isOfSystem = (name: string): boolean => name === SYSTEM_ROLE

export const mayNotSeeRoles = (world: World, actor: Actor): Refusal | undefined =>
  permissionRefusal(permissionsOfActor(world, actor), actor, 'admin:roles', 'see roles and what they permit')

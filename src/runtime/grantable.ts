import { grantRole } from '../catalog/use-cases/grant-role.ts'
import { permissionWords } from '../engine/permission-words.ts'
import { type Actor, type Permissions, type Role, type Scope, wordsOf } from '../engine/permit.ts'
import { approvePermission, startPermission, type UseCase } from '../engine/use-case.ts'
import { SYSTEM_ROLE } from '../identity/actor.ts'
import { beyondOwn } from '../identity/beyond-own.ts'
import { unitNames } from '../store/unit.ts'
import type { Definitions } from './definitions.ts'
import { permissionsOfActor, type World } from './world.ts'

/** The permission words that a grant of this name gives: those of a role that people can hold, or a single permission that exists. */
export function wordsOfGrant({ catalog }: Pick<World, 'catalog'>, { roles }: Definitions, name: string): readonly string[] | undefined {
  const role = roles.get(name)
  if (role) return isGiven(role) ? wordsOf(role, catalog) : undefined
  return everyWord({ catalog }, roles).includes(name) ? [name] : undefined
}

const isGiven = ({ name, retired }: Role): boolean => name !== SYSTEM_ROLE && !retired

/** Every permission word there is, in the order in which pages list them. */
export function everyWord({ catalog }: Pick<World, 'catalog'>, roles: Definitions['roles']): string[] {
  // Also of the roles that ship, for a word that was taken from every role could not be given back.
  const ofRoles = [...catalog.roles, ...roles.values()]
    .flatMap((role) => wordsOf(role, catalog))
    .filter((word) => !/^(start|approve):/.test(word))
  const people = catalog.useCases.filter(({ offered }) => offered !== 'to the system')
  // Import and Send now are the system's, and yet somebody may start them.
  const byPeople = ({ offered, roles: starters }: UseCase): boolean =>
    offered !== 'to the system' || starters.some((role) => role !== SYSTEM_ROLE)
  return [...new Set([...ofRoles, ...catalog.useCases.filter(byPeople).map(startPermission), ...people.map(approvePermission)])]
}

/** What can be granted, and for whose users and cards whoever asks may grant it: none where they may not. */
export interface Grantable {
  readonly name: string
  readonly label: string
  readonly means: string | null
  readonly scopes: readonly Scope[]
}

/** What this actor may grant to others now: roles first, then single permissions; and the units that they reach. */
export async function grantable(world: World, actor: Actor): Promise<{ roles: Grantable[]; permissions: Grantable[]; units: string[] }> {
  const { catalog } = world
  const definitions = world.definitions.current()
  const permissions = permissionsOfActor(world, actor)
  const units = await unitsReached(world, permissions)
  const grants = permissions.has(startPermission(grantRole))
  const may = (words: readonly string[], scope: Scope, unit: string | null): boolean =>
    grants && beyondOwn(permissions, words, { scope, unit }) === undefined
  const scopesOf = (words: readonly string[]): Scope[] => [
    ...(may(words, 'all', null) ? (['all'] as const) : []),
    ...(units.some((unit) => may(words, 'unit', unit)) ? (['unit'] as const) : []),
    ...(may(words, 'own', null) ? (['own'] as const) : []),
  ]
  return {
    roles: [...definitions.roles.values()]
      .filter(({ name }) => name !== SYSTEM_ROLE)
      .map((role) => ({
        name: role.name,
        label: role.label,
        means: role.means,
        scopes: isGiven(role) ? scopesOf(wordsOf(role, catalog)) : [],
      })),
    permissions: everyWord(world, definitions.roles).map((word) => ({
      name: word,
      label: permissionWords(catalog, word),
      means: null,
      scopes: scopesOf([word]),
    })),
    units,
  }
}

const MOST_UNITS = 5000

/** The units of people that somebody reaches by any of their permissions: of the tree, and those that only occur in the data. */
async function unitsReached(world: World, permissions: Permissions): Promise<string[]> {
  const reaches = permissions.words().flatMap((word) => permissions.reach(word))
  const everywhere = reaches.some(({ scope }) => scope === 'all')
  const units = everywhere
    ? [...world.definitions.current().units.keys(), ...(await unitNames(world.db, MOST_UNITS))]
    : reaches.flatMap((reach) => [...reach.units])
  return [...new Set(units)].sort((one, other) => one.localeCompare(other, 'en'))
}

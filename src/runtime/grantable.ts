import { wordsOf } from '../engine/permit.ts'
import { approvePermission, startPermission } from '../engine/use-case.ts'
import { SYSTEM_ROLE } from '../identity/actor.ts'
import type { Definitions } from './definitions.ts'
import type { World } from './world.ts'

/** The permission words that a grant of this name gives: those of a role that people can hold, or a single permission that exists. */
export function wordsOfGrant({ catalog }: Pick<World, 'catalog'>, { roles }: Definitions, name: string): readonly string[] | undefined {
  const role = name === SYSTEM_ROLE ? undefined : roles.get(name)
  if (role) return wordsOf(role, catalog)
  return everyWord({ catalog }, roles).includes(name) ? [name] : undefined
}

/** Every permission word there is, in the order in which pages list them. */
export function everyWord({ catalog }: Pick<World, 'catalog'>, roles: Definitions['roles']): string[] {
  const ofRoles = [...roles.values()].flatMap((role) => wordsOf(role, catalog)).filter((word) => !/^(start|approve):/.test(word))
  const people = catalog.useCases.filter(({ offered }) => offered !== 'to the system')
  return [...new Set([...ofRoles, ...people.map(startPermission), ...people.map(approvePermission)])]
}

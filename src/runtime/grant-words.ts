import { permissionWords } from '../engine/permission-words.ts'
import type { NamedGrant } from '../store/role-holder.ts'
import type { World } from './world.ts'

/** A grant with what people call what it gives, and whether it has run out. */
export interface GrantLine {
  readonly grant: NamedGrant
  readonly label: string
  readonly isOver: boolean
}

export const grantLines = (world: World, grants: readonly NamedGrant[]): GrantLine[] =>
  grants.map((grant) => ({
    grant,
    label: grantWords(world, grant.role),
    isOver: grant.until !== null && grant.until < today(world),
  }))

/** What people call what a grant gives: the role's label, a permission in words, or its name where it gives nothing any more. */
export const grantWords = ({ catalog, definitions }: Pick<World, 'catalog' | 'definitions'>, role: string): string =>
  definitions.current().roles.get(role)?.label ?? (role.includes(':') ? permissionWords(catalog, role) : role)

/** The day as grants count it. */
export const today = ({ clock }: Pick<World, 'clock'>): string => clock.now().toISOString().slice(0, 10)

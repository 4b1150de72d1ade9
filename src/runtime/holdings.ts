/** What accounts hold, in words. */

import { type Actor, hiddenIn, readPermission } from '../engine/permit.ts'
import { type Refusal, refuse } from '../engine/refusal.ts'
import type { StoredObject } from '../store/object.ts'
import { namedGrantsOf } from '../store/role-holder.ts'
import { type Find, find, get } from './find.ts'
import { type GrantLine, grantLines } from './grant-words.ts'
import { mayNotSeeRoles } from './roles.ts'
import { permissionsOfActor, type World } from './world.ts'

/** What an account was granted, by whom and until when, for whoever may see the account. */
export async function grantsOfAccount(world: World, actor: Actor, id: string): Promise<GrantLine[] | Refusal> {
  const profile = await get(world, actor, 'account', id)
  if ('code' in profile) return profile
  if (hidesHoldings(world, actor, profile.object))
    return refuse(
      'not_permitted',
      `${actor.name} may not see what accounts hold. Nothing was changed.`,
      'Ask an administrator for a role that may.',
    )
  return grantLines(world, await namedGrantsOf(world.db, [id]))
}

/** A page of accounts, each with what it holds now. */
export async function holdings(
  world: World,
  actor: Actor,
  asked: Omit<Find, 'template'>,
): Promise<{ items: { account: StoredObject; grants: GrantLine[] }[]; next: string | null } | Refusal> {
  const refusal = mayNotSeeRoles(world, actor)
  if (refusal) return refusal
  const found = await find(world, actor, { ...asked, template: 'account' })
  if ('code' in found) return found
  const shown = found.objects.filter((account) => !hidesHoldings(world, actor, account))
  const grants = grantLines(
    world,
    await namedGrantsOf(
      world.db,
      shown.map(({ id }) => id),
    ),
  )
  return {
    items: found.objects.map((account) => ({
      account,
      grants: grants.filter(({ grant, isOver }) => grant.accountId === account.id && !isOver),
    })),
    next: found.next,
  }
}

const hidesHoldings = (world: World, actor: Actor, account: StoredObject): boolean =>
  hiddenIn(permissionsOfActor(world, actor).reach(readPermission('account')), actor, account).has('account.held')

import { actorOf } from '../identity/actor.ts'
import type { SecretWorld } from '../identity/sign-in-world.ts'
import type { Account } from '../store/account.ts'
import { permissionsOfActor, type World } from './world.ts'

/** What signing in works with, by the options in force. */
export function signInWorld(world: World): SecretWorld {
  const { db, clock, newId, secrets } = world
  const { SignInIdleMinutes, SignInLongestHours } = world.definitions.current().options
  return {
    db,
    clock,
    newId,
    secrets,
    limits: { idle: Number(SignInIdleMinutes) * 60_000, longest: Number(SignInLongestHours) * 3_600_000 },
    demandsSecondFactor: (account) => demandsSecondFactor(world, account),
  }
}

/** Whether the option in force demands a second factor of this account. */
export function demandsSecondFactor(world: World, account: Account): boolean {
  const rule = world.definitions.current().options.SignInSecondFactor
  if (rule !== 'administrators') return rule === 'everybody'
  return permissionsOfActor(world, actorOf(account, world.clock.now()))
    .words()
    .some((word) => word.startsWith('admin:'))
}

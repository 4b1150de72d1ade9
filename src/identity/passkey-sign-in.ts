import type { Refusal } from '../engine/refusal.ts'
import { accountAtSignIn } from '../store/account.ts'
import { appendEntries, entryBy } from '../store/journal.ts'
import { checkUsedPasskey, countUse, type Site } from './passkey.ts'
import { addressRefusal, factsOfRefusal, REFUSED, type SignedIn, somebody, welcome } from './sign-in.ts'
import type { SignInWorld, Whence } from './sign-in-world.ts'

/**
 * Opens a session for whoever has a passkey of an account; where a name was given as well, of that account. It stands for two factors, so
 * nothing more is asked. Guesses at the password of an account do not lock it.
 */
export async function signInWithPasskey(
  world: SignInWorld,
  site: Site,
  { passkey: answer, name }: { passkey: unknown; name?: string | undefined },
  whence: Whence,
): Promise<SignedIn | Refusal> {
  const waits = await addressRefusal(world, whence)
  if (waits) return waits
  const used = await checkUsedPasskey(world, site, 'sign-in', answer)
  const account = 'code' in used ? undefined : await accountAtSignIn(world.db, used.passkey.accountId)
  const now = world.clock.now()
  return world.db.transaction(async (tx) => {
    const isNamed = !name || account?.name.toLowerCase() === name.trim().toLowerCase()
    if ('code' in used || !account || account.disabled || !isNamed || !(await countUse(tx, world, used))) {
      const facts = { ...factsOfRefusal(account, false, now, 'the passkey was not the right one'), address: whence.address }
      await appendEntries(tx, [entryBy(somebody, now, world.newId(), { kind: 'refused', facts })])
      return 'code' in used ? used : REFUSED
    }
    return welcome(tx, world, account, { stage: 'open', way: 'a passkey', whence })
  })
}

import { roles } from '../catalog/roles.ts'
import { fillRandom } from '../kit/id.ts'
import { hasAccounts } from '../store/account.ts'
import { appendEntries, entryBy } from '../store/journal.ts'
import { SYSTEM_ROLE } from './actor.ts'
import { CODE_LIMIT, giveCode } from './one-time-code.ts'
import type { SignInWorld } from './sign-in-world.ts'

/**
 * The code with which the first administrator chooses a name and how to sign in, where there is no account yet; undefined where there is
 * one. Each start makes a new one in place of the last, so whoever installs Cardinal has to be shown it now.
 */
export async function codeForFirstAdministrator(world: SignInWorld): Promise<string | undefined> {
  return (await hasAccounts(world.db)) ? undefined : inviteAdministrator(world)
}

/** The same also where there are accounts, for whoever may run programs on this machine: the way back in where nobody has one. */
export async function inviteAdministrator(world: SignInWorld): Promise<string> {
  return world.db.transaction(async (tx) => {
    const installation = { kind: 'system', id: null, name: 'Installation' } as const
    const facts = { said: 'A code for a new administrator was made where Cardinal is installed.' }
    await appendEntries(tx, [entryBy(installation, world.clock.now(), world.newId(), { kind: 'other', facts })])
    return giveCode(tx, world, { purpose: 'first-administrator', accountId: null, limit: CODE_LIMIT.handed })
  })
}

/** Whoever grants must hold as much: the first of all holds everything that people work with. */
export const firstRoles = (): string[] =>
  roles.map(({ name }) => name).filter((name) => name !== SYSTEM_ROLE && !name.startsWith('self-service'))

/** A password of 130 bits that can be read out. */
export function somePassword(): string {
  const bytes = new Uint8Array(26)
  fillRandom(bytes)
  const letters = 'abcdefghijkmnpqrstuvwxyz23456789'
  const text = Array.from(bytes, (byte) => letters[byte % letters.length]).join('')
  return (text.match(/.{1,6}/g) ?? []).join('-')
}

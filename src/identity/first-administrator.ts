import { roles } from '../catalog/roles.ts'
import { isRefusal } from '../engine/refusal.ts'
import type { Clock } from '../kit/clock.ts'
import { fillRandom, type NewId } from '../kit/id.ts'
import { hasAccounts } from '../store/account.ts'
import type { Database } from '../store/database.ts'
import { SYSTEM_ROLE } from './actor.ts'
import { createAccount } from './create-account.ts'

/**
 * The password of the first administrator, `admin`, who is created where nobody can sign in yet; undefined where somebody can. It is not
 * kept anywhere, so whoever installs Cardinal has to be shown it now.
 */
export async function createFirstAdministrator(world: { db: Database; clock: Clock; newId: NewId }): Promise<string | undefined> {
  if (await hasAccounts(world.db)) return undefined
  const password = somePassword()
  const actor = { kind: 'system', id: null, name: 'Installation', grants: [] } as const
  const account = await createAccount(world, actor, {
    name: 'admin',
    displayName: 'Administrator',
    password,
    // Whoever grants must hold as much: the first of all holds everything that people work with.
    roles: roles.map(({ name }) => name).filter((name) => name !== SYSTEM_ROLE && !name.startsWith('self-service')),
  })
  // Another node was quicker.
  return isRefusal(account) ? undefined : password
}

/** A password of 130 bits that can be read out. */
export function somePassword(): string {
  const bytes = new Uint8Array(26)
  fillRandom(bytes)
  const letters = 'abcdefghijkmnpqrstuvwxyz23456789'
  const text = Array.from(bytes, (byte) => letters[byte % letters.length]).join('')
  return (text.match(/.{1,6}/g) ?? []).join('-')
}

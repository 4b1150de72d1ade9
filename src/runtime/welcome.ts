/** The page that a code opens: whoever has it chooses how to sign in from now on. */
import { accountFields, account as template } from '../catalog/objects/account.ts'
import { cleaned } from '../engine/form.ts'
import { isRefusal, type Refusal, refuse } from '../engine/refusal.ts'
import { actorOf, schedulerActor } from '../identity/actor.ts'
import { insertFirstAccount } from '../identity/create-account.ts'
import { firstRoles } from '../identity/first-administrator.ts'
import { codeFor, noSuchCode } from '../identity/one-time-code.ts'
import { checkMadePasskey, keepPasskey, type MadePasskey, passkeyKnown, passkeyToMake, type Site } from '../identity/passkey.ts'
import { hashPassword } from '../identity/password.ts'
import { type Guessable, passwordRefusal } from '../identity/password-rules.ts'
import { type SignedIn, stageAfterPassword, welcome } from '../identity/sign-in.ts'
import type { Whence } from '../identity/sign-in-world.ts'
import { type AccountAtSignIn, accountAtSignIn, accountContacts, writePassword } from '../store/account.ts'
import type { Transaction } from '../store/database.ts'
import { appendEntries, entryBy } from '../store/journal.ts'
import { type OneTimeCode, useCode, writeCode } from '../store/one-time-code.ts'
import { passkeyByCredential } from '../store/passkey.ts'
import { endSessionsOf } from '../store/session.ts'
import { begin, inputRefusal } from './begin.ts'
import { organisationOf } from './me.ts'
import { signInWorld } from './sign-in-world.ts'
import type { World } from './world.ts'

/** What a code is good for, and for whom. */
export interface CodeView {
  readonly purpose: OneTimeCode['purpose']
  /** The sign-in name; null where it is still to be chosen. */
  readonly name: string | null
  readonly displayName: string | null
  /** Whether a passkey may be made at once. Whoever has a second factor shows that first. */
  readonly mayMakePasskey: boolean
}

/** What somebody chose. */
export interface Choice {
  readonly code: string
  readonly name?: string | undefined
  readonly displayName?: string | undefined
  readonly password?: string | undefined
  /** What the browser made, and how its owner calls it. */
  readonly passkey?: unknown
  readonly passkeyName?: string | undefined
}

export async function lookAtCode(world: World, typed: string): Promise<CodeView | Refusal> {
  const found = await ownerOf(world, typed)
  if (isRefusal(found)) return found
  const { code, account } = found
  return {
    purpose: code.purpose,
    name: account?.name ?? null,
    displayName: account?.displayName ?? null,
    mayMakePasskey: !account || mayMakePasskey(account),
  }
}

/** What the browser needs to make the passkey that somebody chose in place of a password. */
export async function passkeyForCode(
  world: World,
  site: Site,
  { code: typed, name, displayName }: Pick<Choice, 'code' | 'name' | 'displayName'>,
): Promise<Awaited<ReturnType<typeof passkeyToMake>> | Refusal> {
  const found = await ownerOf(world, typed)
  if (isRefusal(found)) return found
  const { account } = found
  if (account && !mayMakePasskey(account)) return factorFirst
  const named = account ?? { name: name ?? '', displayName: displayName ?? '' }
  const owner = { id: account?.id ?? world.newId(), name: named.name, displayName: named.displayName }
  return passkeyToMake(signInWorld(world), site, owner, account?.id ?? null)
}

/** Uses a code: writes what was chosen, ends the sessions that there were, and opens one, which asks the second factor where there is one. */
export async function acceptCode(world: World, site: Site | undefined, choice: Choice, whence: Whence): Promise<SignedIn | Refusal> {
  const found = await ownerOf(world, choice.code)
  if (isRefusal(found)) return found
  const { code, account } = found
  const about = account ?? aboutFirst(choice)
  if (isRefusal(about)) return about
  const chosen = await checkChoice(world, site, choice, account, { ...about, organisation: await organisationOf(world) })
  if (isRefusal(chosen)) return chosen
  // Before the code is used up: whoever is interrupted here tries again with it.
  if (account?.state === 'invited') await begin(world, schedulerActor, { useCase: 'activate-account', objects: [account.id] })
  return world.db.transaction((tx) => write(world, tx, { code, about, account, chosen, whence }))
}

interface Chosen {
  readonly passwordHash: string | null
  readonly passkey: (MadePasskey & { readonly label: string }) | null
}

type Owner = AccountAtSignIn & { readonly state: string }

async function write(
  world: World,
  tx: Transaction,
  {
    code,
    about,
    account,
    chosen,
    whence,
  }: { code: OneTimeCode; about: Omit<Guessable, 'organisation'>; account: Owner | null; chosen: Chosen; whence: Whence },
): Promise<SignedIn | Refusal> {
  const now = world.clock.now()
  if (!(await useCode(tx, code.hash, now))) return noSuchCode
  const { passwordHash, passkey } = chosen
  const id = account?.id ?? passkey?.owner ?? world.newId()
  if (!account) {
    const first = { ...about, roles: firstRoles() }
    const refusal = await insertFirstAccount(
      tx,
      world,
      { kind: 'system', id: null, name: 'Installation', grants: [] },
      { ...first, id, passwordHash },
    )
    if (refusal) {
      await writeCode(tx, code) // It is as good as before.
      return refusal
    }
  } else {
    // What was the password may be known to somebody, also where a passkey takes its place.
    await writePassword(tx, id, passwordHash)
  }
  if (passkey && !(await keepPasskey(tx, signInWorld(world), id, passkey, passkey.label)))
    throw new Error('A passkey was registered twice at once.')
  await endSessionsOf(tx, [id], 'it was chosen anew how this account signs in', now)
  const fresh = await accountAtSignIn(tx, id)
  if (!fresh || fresh.disabled) throw new Error('An account whose code was used is not active.')
  const way = passwordHash === null ? 'a passkey' : 'a password'
  const facts = { said: '{actor} chose {way} to sign in with, by a code.', way }
  await appendEntries(tx, [
    entryBy(actorOf(fresh, now), now, world.newId(), { kind: 'other', template: template.name, objectId: id, facts }),
  ])
  const stage = passwordHash === null && !fresh.hasTotp ? 'open' : stageAfterPassword(signInWorld(world), fresh)
  return welcome(tx, signInWorld(world), fresh, { stage, way: `a code and ${way}`, whence })
}

/** The code and whose it is; null where that account is still to be made. */
async function ownerOf(world: World, typed: string): Promise<{ code: OneTimeCode; account: Owner | null } | Refusal> {
  const code = await codeFor(signInWorld(world), typed)
  if (isRefusal(code)) return code
  if (code.accountId === null) return { code, account: null }
  const account = await accountAtSignIn(world.db, code.accountId)
  const [contact] = await accountContacts(world.db, [code.accountId])
  return account && contact && contact.state !== 'disabled' ? { code, account: { ...account, state: contact.state } } : noSuchCode
}

/** Somebody with a second factor would get around it with a passkey that is made without it. */
const mayMakePasskey = ({ hasTotp, hasPasskey }: AccountAtSignIn): boolean => !hasTotp && !hasPasskey

async function checkChoice(
  world: World,
  site: Site | undefined,
  { password, passkey, passkeyName }: Choice,
  account: Owner | null,
  about: Guessable,
): Promise<Chosen | Refusal> {
  if (password !== undefined) {
    const weak = await passwordRefusal(password, about)
    return weak ?? { passwordHash: await hashPassword(password), passkey: null }
  }
  if (passkey === undefined || !site) return nothingChosen
  if (account && !mayMakePasskey(account)) return factorFirst
  const made = await checkMadePasskey(signInWorld(world), site, passkey, account?.id ?? null)
  if (isRefusal(made)) return made
  if (await passkeyByCredential(world.db, made.credential)) return passkeyKnown
  return { passwordHash: null, passkey: { ...made, label: passkeyName?.trim() || 'First passkey' } }
}

/** The names that the first administrator chose. */
function aboutFirst({ name, displayName }: Choice): Omit<Guessable, 'organisation'> | Refusal {
  const fields = { name: accountFields.name, displayName: accountFields.displayName }
  const given = { name: name ?? '', displayName: displayName ?? '' }
  const wrong = inputRefusal(fields, given)
  if (wrong) return wrong
  const { name: signInName, displayName: shown } = cleaned(fields, given)
  return { name: String(signInName), displayName: String(shown) }
}

const nothingChosen = refuse('nothing_chosen', 'Neither a password nor a passkey was chosen. Nothing was changed.', 'Choose one of them.')
const factorFirst = refuse(
  'second_factor_first',
  'This account has a second factor, which has to be shown first. Nothing was changed.',
  'Choose a password, sign in, and add the passkey under My account.',
)

/** The way to an identity provider and back. */

import type { IdentityProvider } from '../catalog/identity-provider.ts'
import { account as template } from '../catalog/objects/account.ts'
import { type Refusal, refuse } from '../engine/refusal.ts'
import { schedulerActor } from '../identity/actor.ts'
import { type Claims, claimsAfter, discover, type Journey, ProviderDown, wayOut } from '../identity/openid.ts'
import { type SignedIn, somebody, welcome } from '../identity/sign-in.ts'
import { someToken, type Whence } from '../identity/sign-in-world.ts'
import { sha256 } from '../kit/hash.ts'
import { accountAtSignIn, accountsByEmail, insertAccount } from '../store/account.ts'
import { deleteTrouble, insertLink, linkedAccount, writeTrouble } from '../store/account-link.ts'
import type { Transaction } from '../store/database.ts'
import { appendEntries, entryBy } from '../store/journal.ts'
import { writeClaimedGrants } from '../store/role-grant.ts'
import { insertChallenge, takeChallenge } from '../store/sign-in-challenge.ts'
import { begin } from './begin.ts'
import { clientSecretOf, noSuchProvider } from './identity-providers.ts'
import { signInWorld } from './sign-in-world.ts'
import type { World } from './world.ts'

/** Somebody who is on the way has so long to come back. */
const JOURNEY_LIMIT = 10 * 60_000

/** Where the browser is sent, and what it must bring back besides, in a cookie. */
export interface Departure {
  readonly address: string
  readonly binding: string
}

/** @param redirect where the provider sends people back to; @param back the page they wanted */
export async function leaveForProvider(
  world: World,
  name: string,
  redirect: string,
  back: string | undefined,
): Promise<Departure | Refusal> {
  const provider = inUse(world, name)
  if (!provider) return noSuchProvider(name)
  const [state, nonce, verifier, binding] = Array.from({ length: 4 }, () => someToken(signInWorld(world))) as [
    string,
    string,
    string,
    string,
  ]
  return whereReached(world, name, async () => {
    // Asked anew: nobody is sent to where nothing answers.
    const configuration = await discover(provider, await world.secrets.read(clientSecretOf(name)), world.clock, true)
    const address = await wayOut(configuration, provider, { redirect, state, nonce, verifier })
    await insertChallenge(world.db, {
      hash: sha256(state),
      purpose: `provider ${name}`,
      accountId: null,
      facts: { redirect, nonce, verifier, binding: sha256(binding), ...(back !== undefined && { back }) },
      expiresAt: new Date(world.clock.now().getTime() + JOURNEY_LIMIT),
    })
    return { address, binding }
  })
}

/** Opens a session for whoever comes back, where the browser is the one that left. */
export async function returnFromProvider(
  world: World,
  name: string,
  { address, binding }: { address: URL; binding: string | undefined },
  whence: Whence,
): Promise<(SignedIn & { readonly back: string | undefined }) | Refusal> {
  const provider = inUse(world, name)
  if (!provider) return noSuchProvider(name)
  const state = address.searchParams.get('state') ?? ''
  const taken = await takeChallenge(world.db, sha256(state), `provider ${name}`, world.clock.now())
  if (!taken || binding === undefined || taken.facts['binding'] !== sha256(binding)) return refuseReturn(world, lost, whence)
  const text = (fact: string): string => String(taken.facts[fact])
  const journey: Journey = { redirect: text('redirect'), state, nonce: text('nonce'), verifier: text('verifier') }
  const back = new URL(journey.redirect)
  back.search = address.search
  const claims = await whereReached(world, name, async () => {
    const configuration = await discover(provider, await world.secrets.read(clientSecretOf(name)), world.clock)
    return claimsAfter(configuration, back, journey)
  })
  if (!claims) return refuseReturn(world, notLetIn(provider.label), whence)
  if ('code' in claims && !('sub' in claims)) return claims as Refusal
  const signedIn = await letIn(world, name, provider, claims as Claims, whence)
  if ('code' in signedIn) return refuseReturn(world, signedIn, whence)
  return { ...signedIn, back: typeof taken.facts['back'] === 'string' ? taken.facts['back'] : undefined }
}

async function letIn(world: World, name: string, provider: IdentityProvider, claims: Claims, whence: Whence): Promise<SignedIn | Refusal> {
  const id = await accountFor(world, name, provider, claims)
  if (typeof id !== 'string') return id
  const known = await accountAtSignIn(world.db, id)
  if (known?.disabled) await begin(world, schedulerActor, { useCase: 'activate-account', objects: [id] }) // Only whoever is invited becomes active.
  return world.db.transaction(async (tx) => {
    await insertLink(tx, name, claims.sub, id, world.clock.now())
    await grantClaimed(world, tx, name, provider, claims, id)
    const account = await accountAtSignIn(tx, id)
    if (!account || account.disabled) return notLinked(provider.label)
    return welcome(tx, signInWorld(world), account, { stage: 'open', way: provider.label, whence })
  })
}

/** The account of somebody: linked before, else by a checked e-mail address, else a new one, as far as the provider is trusted with that. */
async function accountFor(world: World, name: string, { label, strangers }: IdentityProvider, claims: Claims): Promise<string | Refusal> {
  const linked = await linkedAccount(world.db, name, claims.sub)
  if (linked) return linked
  const email = typeof claims['email'] === 'string' && claims['email_verified'] === true ? claims['email'] : undefined
  if (strangers !== 'refuse' && email !== undefined) {
    const [only, another] = await accountsByEmail(world.db, email)
    if (only && !another) return only.id
    if (another) return notLinked(label)
  }
  return strangers === 'create' ? createFor(world, label, claims, email) : notLinked(label)
}

async function createFor(world: World, label: string, claims: Claims, email: string | undefined): Promise<string | Refusal> {
  const [id, now] = [world.newId(), world.clock.now()]
  const told = (claim: string): string | undefined => (typeof claims[claim] === 'string' ? String(claims[claim]).slice(0, 200) : undefined)
  const name = told('preferred_username') ?? email ?? claims.sub
  const created = await world.db.transaction(async (tx) => {
    const account = {
      id,
      kind: 'person',
      name,
      displayName: told('name') ?? name,
      email: email ?? null,
      personId: null,
      passwordHash: null,
      state: template.initial,
    } as const
    if (!(await insertAccount(tx, account, now))) return false
    const facts = { said: `{object} came by ${label} for the first time.` }
    await appendEntries(tx, [
      entryBy(schedulerActor, now, world.newId(), { kind: 'created', template: template.name, objectId: id, to: template.initial }),
      entryBy(schedulerActor, now, world.newId(), { kind: 'other', template: template.name, objectId: id, facts }),
    ])
    return true
  })
  return created ? id : nameTaken(label)
}

/** What the claims give is granted, and what they gave before and do not any more is withdrawn. Other grants stay. */
async function grantClaimed(
  world: World,
  tx: Transaction,
  name: string,
  { label, mappings }: IdentityProvider,
  claims: Claims,
  id: string,
): Promise<void> {
  const grants = mappings
    .filter(({ claim, value }) => valuesOf(claims, claim).includes(value))
    .map(({ role, scope, unit }) => ({ id: world.newId(), role, scope, unit: scope === 'unit' ? unit : null }))
  const now = world.clock.now()
  if (!(await writeClaimedGrants(tx, id, name, grants, now))) return
  const roles = [...new Set(grants.map(({ role }) => role))]
  const facts = { said: `By the claims of ${label} {object} holds ${roles.length > 0 ? roles.join(', ') : 'nothing'}.` }
  await appendEntries(tx, [entryBy(schedulerActor, now, world.newId(), { kind: 'other', template: template.name, objectId: id, facts })])
}

/** The values of a claim: one, or several. A claim inside another is named with a dot: `realm_access.roles`. */
function valuesOf(claims: Claims, claim: string): string[] {
  const inside = (at: unknown, key: string): unknown =>
    typeof at === 'object' && at !== null && Object.hasOwn(at, key) ? (at as Record<string, unknown>)[key] : undefined
  const value = inside(claims, claim) ?? claim.split('.').reduce<unknown>(inside, claims)
  return (Array.isArray(value) ? value : [value]).filter((one) => ['string', 'number', 'boolean'].includes(typeof one)).map(String)
}

const inUse = (world: World, name: string): IdentityProvider | undefined => {
  const provider = world.definitions.current().providers.get(name)
  return provider?.off ? undefined : provider
}

/** What a provider was asked for; where it cannot be reached that is noted, and refused. */
async function whereReached<T>(world: World, name: string, ask: () => Promise<T>): Promise<T | Refusal> {
  try {
    const answer = await ask()
    await deleteTrouble(world.db, name)
    return answer
  } catch (error) {
    if (!(error instanceof ProviderDown)) throw error
    await writeTrouble(world.db, name, error.message, world.clock.now())
    return refuse(
      'provider_down',
      `The identity provider cannot be reached. ${error.message} Nothing was changed.`,
      'Try again in a while, or sign in another way.',
    )
  }
}

async function refuseReturn(world: World, refusal: Refusal, { address }: Whence): Promise<Refusal> {
  const facts = { sentence: 'A sign-in by an identity provider was refused.', why: refusal.code, address }
  await appendEntries(world.db, [entryBy(somebody, world.clock.now(), world.newId(), { kind: 'refused', facts })])
  return refusal
}

const lost = refuse(
  'provider_way_lost',
  'The way back from the identity provider does not belong to this browser, or took too long. Nothing was changed.',
  'Begin again at the sign-in page.',
)
const notLetIn = (label: string): Refusal =>
  refuse('provider_refused', `${label} did not say who you are. Nothing was changed.`, 'Try again, or sign in another way.')
const notLinked = (label: string): Refusal =>
  refuse('not_linked', `There is no account here for who you are at ${label}. Nothing was changed.`, 'Ask a user administrator for one.')
const nameTaken = (label: string): Refusal =>
  refuse(
    'not_linked',
    `Another account has the name that ${label} gives you. Nothing was changed.`,
    'Ask a user administrator to link yours.',
  )

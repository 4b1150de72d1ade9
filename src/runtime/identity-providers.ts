/** Identity providers: what administrators decide about them, and whether they can be reached. */
import type { IdentityProvider } from '../catalog/identity-provider.ts'
import { type Actor, permissionRefusal } from '../engine/permit.ts'
import { type FieldProblem, type Refusal, refuse } from '../engine/refusal.ts'
import { discover, isOwnMachine, ProviderDown } from '../identity/openid.ts'
import { deleteTrouble, readTroubles, writeTrouble } from '../store/account-link.ts'
import { appendEntries, entryBy } from '../store/journal.ts'
import type { Definitions } from './definitions.ts'
import { wordsOfGrant } from './grantable.ts'
import { journalRefused } from './journal-refused.ts'
import { refuseUnproved } from './proof.ts'
import { permissionsOfActor, type World } from './world.ts'

/** What stands in for the hash of a provider that is not there yet. */
export const NO_PROVIDER = 'none'

export interface ProviderView {
  readonly name: string
  readonly definition: IdentityProvider
  readonly hash: string
  readonly hasSecret: boolean
}

export async function readProviders(world: World, actor: Actor): Promise<ProviderView[] | Refusal> {
  const refusal = mayNotOnSignIn(world, actor)
  if (refusal) return refusal
  const { providers, providerHashes } = world.definitions.current()
  const secrets = new Set((await world.secrets.names()).map(({ name }) => name))
  return [...providers].map(([name, definition]) => ({
    name,
    definition,
    hash: providerHashes.get(name) ?? NO_PROVIDER,
    hasSecret: secrets.has(clientSecretOf(name)),
  }))
}

/** Enters the client secret of a provider in place of the one before. It is never shown again. */
export async function enterClientSecret(world: World, actor: Actor, name: string, value: string): Promise<Refusal | undefined> {
  const refusal = mayNotOnSignIn(world, actor) ?? missing(world, name)
  if (refusal) return journalRefused(world, actor, refusal)
  const unproved = await refuseUnproved(world, actor)
  if (unproved) return unproved
  await world.db.transaction(async (tx) => {
    await world.secrets.write(tx, clientSecretOf(name), value, actor.name)
    const facts = { said: `{actor} entered the client secret of the identity provider ${name}.` }
    await appendEntries(tx, [entryBy(actor, world.clock.now(), world.newId(), { kind: 'published', facts })])
  })
  return undefined
}

export interface ProviderFinding {
  readonly ok: boolean
  readonly sentence: string
}

/** Test connection: what a provider says of itself, and what is missing on our side. */
export async function testProvider(world: World, actor: Actor, name: string): Promise<ProviderFinding[] | Refusal> {
  const refusal = mayNotOnSignIn(world, actor) ?? missing(world, name)
  const provider = world.definitions.current().providers.get(name)
  if (refusal || !provider) return refusal ?? noSuchProvider(name)
  const secret = await world.secrets.read(clientSecretOf(name))
  const entered: ProviderFinding[] = [
    secret === undefined ? { ok: false, sentence: 'No client secret is entered.' } : { ok: true, sentence: 'A client secret is entered.' },
  ]
  const down = await checkProvider(world, name, provider, true)
  if (down !== undefined) return [...entered, { ok: false, sentence: `The provider cannot be reached. ${down}` }]
  return [
    ...entered,
    { ok: true, sentence: 'The provider answers, and says of itself what is needed. Whether it takes the secret shows the first sign-in.' },
  ]
}

/** The providers of the sign-in page, each with since when and why it cannot be reached. Each is asked about once a minute. */
export async function providersToShow(
  world: World,
): Promise<{ name: string; label: string; downSince: Date | null; why: string | null }[]> {
  const inUse = [...world.definitions.current().providers].filter(([, { off }]) => !off)
  await Promise.all(inUse.map(([name, provider]) => checkProvider(world, name, provider)))
  const troubles = new Map((await readTroubles(world.db)).map((trouble) => [trouble.provider, trouble]))
  return inUse.map(([name, { label }]) => ({
    name,
    label,
    downSince: troubles.get(name)?.since ?? null,
    why: troubles.get(name)?.why ?? null,
  }))
}

const asked = new WeakMap<IdentityProvider, number>()
const ASKED_FOR = 60_000

/** Why a provider cannot be reached, which is noted with since when; undefined where it can, or where it was asked a moment ago. */
export async function checkProvider(world: World, name: string, provider: IdentityProvider, isAfresh = false): Promise<string | undefined> {
  const now = world.clock.now()
  if (!isAfresh && now.getTime() - (asked.get(provider) ?? Number.NEGATIVE_INFINITY) < ASKED_FOR) return undefined
  asked.set(provider, now.getTime())
  try {
    await discover(provider, await world.secrets.read(clientSecretOf(name)), world.clock, true)
    await deleteTrouble(world.db, name)
    return undefined
  } catch (error) {
    if (!(error instanceof ProviderDown)) throw error
    await writeTrouble(world.db, name, error.message, now)
    return error.message
  }
}

export const clientSecretOf = (provider: string): string => `identity-provider/${provider}/client-secret`

/** Why this provider may not be published: it is not complete, or would give roles that whoever publishes it does not hold. */
export function providerRefusal(
  world: World,
  actor: Actor,
  name: string,
  body: IdentityProvider,
  definitions: Definitions,
): Refusal | undefined {
  const wrong = [...shapeProblems(name, body), ...mappingProblems(world, body, definitions)]
  if (wrong.length > 0)
    return {
      ...refuse(
        'invalid_provider',
        `${wrong.map(({ sentence }) => sentence).join(' ')} Nothing was published.`,
        'Correct what is marked, and save again.',
      ),
      problems: wrong,
    }
  const permissions = permissionsOfActor(world, actor, definitions)
  const holds = (word: string): boolean => permissions.reach(word).some(({ scope }) => scope === 'all')
  const words = body.mappings.flatMap(({ role }) => wordsOfGrant(world, definitions, role) ?? [])
  const beyond = words.find((word) => !holds(word))
  if (beyond === undefined) return undefined
  return refuse(
    'beyond_own',
    `A role that it would give holds ${beyond}, which ${actor.name} does not. Nothing was published.`,
    'Ask somebody who holds it to publish this.',
  )
}

function shapeProblems(name: string, { label, issuer, clientId }: IdentityProvider): FieldProblem[] {
  const url = URL.canParse(issuer) ? new URL(issuer) : undefined
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isOwnMachine(url.hostname))
  return [
    ...(/^[a-z][a-z0-9-]{0,39}$/.test(name) ? [] : [{ field: 'name', sentence: 'A name is made of small letters, digits and hyphens.' }]),
    ...(label.trim() === '' ? [{ field: 'label', sentence: 'Label is missing.' }] : []),
    ...(isSafe ? [] : [{ field: 'issuer', sentence: 'The issuer must be an address that begins with https://.' }]),
    ...(clientId.trim() === '' ? [{ field: 'clientId', sentence: 'Client id is missing.' }] : []),
  ]
}

function mappingProblems(world: World, { mappings }: IdentityProvider, definitions: Definitions): FieldProblem[] {
  return mappings.flatMap(({ claim, value, role, scope, unit }, at) => [
    ...(claim.trim() === '' || value.trim() === ''
      ? [{ field: `mappings/${at}`, sentence: `Row ${at + 1} names no claim, or no value.` }]
      : []),
    ...(wordsOfGrant(world, definitions, role) ? [] : [{ field: `mappings/${at}`, sentence: `There is no role "${role}".` }]),
    ...(scope === 'unit' && !unit ? [{ field: `mappings/${at}`, sentence: `Row ${at + 1} is for a unit, and names none.` }] : []),
  ])
}

const mayNotOnSignIn = (world: World, actor: Actor): Refusal | undefined =>
  permissionRefusal(permissionsOfActor(world, actor), actor, 'admin:sign-in', 'see Sign-in in Admin')

const missing = (world: World, name: string): Refusal | undefined =>
  world.definitions.current().providers.has(name) ? undefined : noSuchProvider(name)

export const noSuchProvider = (name: string): Refusal =>
  refuse('no_such_provider', `There is no identity provider "${name}". Nothing was changed.`, 'Load the page again.')

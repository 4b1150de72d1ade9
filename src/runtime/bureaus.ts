/** Bureaus as an administrator sees them: their definitions, which secrets were entered, and whether they can be reached. */
import type { BureauDefinition, Connection } from '../catalog/bureau-definition.ts'
import { bureau as bureauTemplate } from '../catalog/objects/bureau.ts'
import { type Actor, permissionRefusal } from '../engine/permit.ts'
import { type Refusal, refuse } from '../engine/refusal.ts'
import type { Finding } from '../production/bureau.ts'
import { opensWith } from '../production/bureaus/openpgp-keyring.ts'
import { describeKey, type KeyDescription } from '../production/bureaus/openpgp-keys.ts'
import { bureauOfNewOrders, scheduleOf } from '../production/bureaus-in-force.ts'
import { type Press, readPresses } from '../store/bureau.ts'
import type { Transaction } from '../store/database.ts'
import { appendEntries, entryBy } from '../store/journal.ts'
import type { Bureaus } from './desk.ts'
import { journalRefused } from './journal-refused.ts'
import { askProof } from './proof.ts'
import { NO_BUREAU } from './publish-bureau.ts'
import { type ScheduleView, scheduleView } from './schedule-view.ts'
import { permissionsOfActor, type World } from './world.ts'

/** A secret that a connector uses: whether it was entered, when and by whom. Never what it is. */
export interface SecretView {
  readonly name: string
  readonly means: string
  readonly enteredAt: Date | null
  readonly enteredBy: string | null
}

export interface BureauView {
  readonly name: string
  readonly definition: BureauDefinition
  readonly hash: string
  readonly secrets: readonly SecretView[]
  /** When its orders leave, as its schedule or the options say. */
  readonly schedule: ScheduleView
  /** The bureau as an object, whose press is stopped and started. */
  readonly press: Press | undefined
  readonly takesNewOrders: boolean
  /** What its OpenPGP public keys are, in their order; a key that can no longer be used says why. */
  readonly keys: readonly (KeyDescription | { readonly why: string })[]
}

/** Which secrets a connector uses. One that ends in `-previous` is taken beside its successor while the other side changes over. */
export const SECRETS: Readonly<Record<Connection['kind'], Readonly<Record<string, string>>>> = {
  directory: {},
  sftp: {
    'sftp-password': 'The password to sign in with, where no key is used',
    'sftp-key': 'The private key to sign in with, in the form of OpenSSH',
    'sftp-key-passphrase': 'The passphrase of that key',
    'pgp-key': 'Our OpenPGP private key, armored: it signs what we send and opens what we get',
    'pgp-passphrase': 'The passphrase of that key',
    'pgp-key-previous': 'Our OpenPGP key from before, which still opens answers',
    'pgp-passphrase-previous': 'The passphrase of the key from before',
  },
  rest: {
    token: 'The token that we show to the bureau',
    'webhook-secret': 'The secret that the bureau signs its webhooks with (whsec_…)',
    'webhook-secret-previous': 'The secret from before, which is still taken',
  },
}

export const PGP_KEY = 'pgp-key'
export const PGP_PASSPHRASE = 'pgp-passphrase'

/** The name under which a secret of a bureau is kept. */
export const secretOf = (bureau: string, name: string): string => `bureau/${bureau}/${name}`

export async function readBureaus(world: World, actor: Actor): Promise<BureauView[] | Refusal> {
  const refusal = mayNotOnBureau(world, actor)
  if (refusal) return refusal
  const { bureaus } = world.definitions.current()
  return Promise.all([...bureaus.keys()].map((name) => viewOf(world, name)))
}

export async function readBureau(world: World, actor: Actor, name: string): Promise<BureauView | Refusal> {
  return mayNotOnBureau(world, actor) ?? (world.definitions.current().bureaus.has(name) ? viewOf(world, name) : noSuchBureau(world, name))
}

/**
 * Enters a secret in place of the one before; where the one before may still be used by the other side for a while, it is kept as the
 * previous one. The journal tells that it was entered, and by whom.
 */
export async function enterSecret(world: World, actor: Actor, bureau: string, name: string, value: string): Promise<BureauView | Refusal> {
  const refusal = mayNotOnBureau(world, actor) ?? secretRefusal(world, bureau, name) ?? askProof(world, actor)
  if (refusal) return journalRefused(world, actor, refusal)
  const isKept = `${name}-previous` in secretsOf(world, bureau)
  await world.db.transaction(async (tx) => {
    const before = isKept ? await world.secrets.read(secretOf(bureau, name), tx) : undefined
    if (before !== undefined && before !== value) await keepAsPrevious(world, tx, actor, bureau, name, before)
    await world.secrets.write(tx, secretOf(bureau, name), value, actor.name)
    await noteOnBureau(world, tx, actor, bureau, `{actor} entered the secret ${name} of {object}.`)
  })
  return viewOf(world, bureau)
}

/**
 * Keeps a secret as the previous one, in place of one that still was. An OpenPGP key and the passphrase that opens it are kept together,
 * whichever of the two is replaced first, and where both keys have the same; one that does not open the key is not kept.
 */
export async function keepAsPrevious(
  world: World,
  tx: Transaction,
  actor: Actor,
  bureau: string,
  name: string,
  before: string,
): Promise<void> {
  const key = name === PGP_PASSPHRASE ? await world.secrets.read(secretOf(bureau, PGP_KEY), tx) : undefined
  if (key !== undefined && !(await opensWith(key, before))) return
  await world.secrets.write(tx, secretOf(bureau, `${name}-previous`), before, actor.name)
  if (name !== PGP_KEY) return
  const passphrase = await world.secrets.read(secretOf(bureau, PGP_PASSPHRASE), tx)
  if (!(await opensWith(before, passphrase))) return
  const previous = secretOf(bureau, `${PGP_PASSPHRASE}-previous`)
  if (passphrase === undefined) await world.secrets.forget(previous, tx)
  else await world.secrets.write(tx, previous, passphrase, actor.name)
}

/** Forgets a secret; the overlap of a previous one ends with it. */
export async function forgetSecret(world: World, actor: Actor, bureau: string, name: string): Promise<BureauView | Refusal> {
  const refusal = mayNotOnBureau(world, actor) ?? secretRefusal(world, bureau, name) ?? askProof(world, actor)
  if (refusal) return journalRefused(world, actor, refusal)
  await world.db.transaction(async (tx) => {
    if (await world.secrets.forget(secretOf(bureau, name), tx))
      await noteOnBureau(world, tx, actor, bureau, `{actor} removed the secret ${name} of {object}.`)
  })
  return viewOf(world, bureau)
}

/** Test connection: what works and what does not, in sentences. */
export async function testConnection(world: World, bureaus: Bureaus, actor: Actor, name: string): Promise<readonly Finding[] | Refusal> {
  const refusal = mayNotOnBureau(world, actor)
  if (refusal) return refusal
  return world.definitions.current().bureaus.has(name) ? bureaus.of(name).test() : noSuchBureau(world, name)
}

async function viewOf(world: World, name: string): Promise<BureauView> {
  const definitions = world.definitions.current()
  const definition = definitions.bureaus.get(name)
  if (!definition) throw new Error(`There is no bureau ${name}.`)
  const entered = new Map((await world.secrets.names()).map((secret) => [secret.name, secret]))
  const secrets = Object.entries(SECRETS[definition.connection.kind]).map(([secret, means]) => {
    const found = entered.get(secretOf(name, secret))
    return { name: secret, means, enteredAt: found?.changedAt ?? null, enteredBy: found?.changedBy ?? null }
  })
  const armored = definition.connection.kind === 'sftp' ? definition.connection.bureauKeys : []
  return {
    name,
    definition,
    hash: definitions.bureauHashes.get(name) ?? NO_BUREAU,
    secrets,
    schedule: scheduleView(world, scheduleOf(definitions, name)),
    press: (await readPresses(world.db)).get(name),
    takesNewOrders: bureauOfNewOrders(definitions) === name,
    keys: await Promise.all(armored.map((key) => describeKey(key, world.clock))),
  }
}

const secretsOf = (world: World, bureau: string): Readonly<Record<string, string>> => {
  const kind = world.definitions.current().bureaus.get(bureau)?.connection.kind
  return kind ? SECRETS[kind] : {}
}

/** Why a bureau has no secret of this name. */
export function secretRefusal(world: World, bureau: string, name: string): Refusal | undefined {
  if (!world.definitions.current().bureaus.has(bureau)) return noSuchBureau(world, bureau)
  const known = Object.keys(secretsOf(world, bureau))
  if (known.includes(name)) return undefined
  return refuse(
    'no_such_secret',
    `The connection of this bureau uses no secret "${name}". Nothing was changed.`,
    known.length > 0 ? `Choose one of: ${known.join(', ')}.` : 'A directory needs none.',
  )
}

/** Has the journal tell what was done about a bureau. */
export async function noteOnBureau(
  world: World,
  tx: Parameters<typeof appendEntries>[0],
  actor: Actor,
  name: string,
  said: string,
): Promise<void> {
  const press = (await readPresses(tx)).get(name)
  const story = { kind: 'published', template: bureauTemplate.name, objectId: press?.id ?? null, facts: { said } } as const
  await appendEntries(tx, [entryBy(actor, world.clock.now(), world.newId(), story)])
}

/** Who may see and change what an administrator decides about bureaus. */
export const mayNotOnBureau = (world: World, actor: Actor): Refusal | undefined =>
  permissionRefusal(permissionsOfActor(world, actor), actor, 'admin:bureaus', 'see Bureaus in Admin')

export const noSuchBureau = (world: World, name: string): Refusal =>
  refuse(
    'no_such_bureau',
    `There is no bureau "${name}". Nothing was changed.`,
    `Choose one of: ${[...world.definitions.current().bureaus.keys()].join(', ')}.`,
  )

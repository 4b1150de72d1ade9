/** The OpenPGP key with which Cardinal signs for a bureau and opens what comes back: made here, and its public part shown for the bureau. */
import type { Actor } from '../engine/permit.ts'
import { type Refusal, refuse } from '../engine/refusal.ts'
import { type FillRandom, fillRandom } from '../kit/id.ts'
import { describeKey, generateKeyPair, publicPartOf } from '../production/bureaus/openpgp-keys.ts'
import { keepAsPrevious, mayNotOnBureau, noteOnBureau, PGP_KEY, PGP_PASSPHRASE, secretOf, secretRefusal } from './bureaus.ts'
import { journalRefused } from './journal-refused.ts'
import { organisationOf } from './me.ts'
import { refuseUnproved } from './proof.ts'
import type { World } from './world.ts'

/** The public part of our key for a bureau, to be given to it. */
export interface BureauKeyView {
  readonly publicKey: string
  readonly fingerprint: string
  readonly userId: string
  /** Null: it does not expire. */
  readonly expires: Date | null
}

/** Answers the public part of the key in use; refuses where none was made or entered, and where what was entered is no key. */
export async function readBureauKey(world: World, actor: Actor, bureau: string): Promise<BureauKeyView | Refusal> {
  const refusal = mayNotOnBureau(world, actor) ?? secretRefusal(world, bureau, PGP_KEY) ?? (await refuseUnproved(world, actor))
  if (refusal) return refusal
  const armored = await world.secrets.read(secretOf(bureau, PGP_KEY))
  return armored === undefined ? noKey : viewOf(world, armored)
}

/**
 * Makes a key with a passphrase that nobody ever sees, and puts both in place of those before. The key before is kept as the previous one,
 * which opens answers until the overlap is ended; a previous one that was still kept is lost. The journal tells that a key was made.
 */
export async function makeBureauKey(
  world: World,
  actor: Actor,
  bureau: string,
  fill: FillRandom = fillRandom,
): Promise<BureauKeyView | Refusal> {
  const refusal = mayNotOnBureau(world, actor) ?? secretRefusal(world, bureau, PGP_KEY)
  if (refusal) return journalRefused(world, actor, refusal)
  const passphrase = somePassphrase(fill)
  const { privateKey } = await generateKeyPair(await organisationOf(world), passphrase, world.clock)
  const view = await viewOf(world, privateKey)
  if ('code' in view) throw new Error('A key was made that is none.')
  await world.db.transaction(async (tx) => {
    const before = await world.secrets.read(secretOf(bureau, PGP_KEY), tx)
    if (before !== undefined) await keepAsPrevious(world, tx, actor, bureau, PGP_KEY, before)
    await world.secrets.write(tx, secretOf(bureau, PGP_KEY), privateKey, actor.name)
    await world.secrets.write(tx, secretOf(bureau, PGP_PASSPHRASE), passphrase, actor.name)
    await noteOnBureau(world, tx, actor, bureau, `{actor} made a new OpenPGP key for {object}, with the fingerprint ${view.fingerprint}.`)
  })
  return view
}

async function viewOf(world: World, armored: string): Promise<BureauKeyView | Refusal> {
  const [publicKey, described] = await Promise.all([publicPartOf(armored), describeKey(armored, world.clock)])
  if (publicKey === undefined || 'why' in described) return unreadable
  const { fingerprint, userId, expires } = described
  return { publicKey, fingerprint, userId, expires }
}

/** 192 bits, as text. */
function somePassphrase(fill: FillRandom): string {
  const bytes = new Uint8Array(24)
  fill(bytes)
  return Buffer.from(bytes).toString('base64url')
}

const noKey = refuse('no_such_key', 'There is no OpenPGP key of ours for this bureau yet.', 'Generate one, or enter one under Secrets.')

const unreadable = refuse(
  'key_unreadable',
  'What was entered as our OpenPGP key for this bureau cannot be used as one.',
  'Enter it again under Secrets, or generate another.',
)

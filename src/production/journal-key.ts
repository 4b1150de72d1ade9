/**
 * The keys that checkpoints of the journal are signed with: those of a setting, or one of our own, whose private half is one of the secrets.
 * When it is replaced, the one before signs along for a time: whoever knows only that one has so long to learn of its successor.
 */
import type { Actor } from '../engine/permit.ts'
import type { Clock } from '../kit/clock.ts'
import type { FillRandom, NewId } from '../kit/id.ts'
import { privateKeyOf, SEED_BYTES, type Signer, signerOf } from '../kit/signature.ts'
import { type NoteSigner, noteSigner } from '../kit/signed-note.ts'
import { CannotOpen } from '../store/cannot-open.ts'
import type { Database } from '../store/database.ts'
import { appendEntries, entryBy } from '../store/journal.ts'
import { addJournalKey, endJournalKeys, readJournalKeys } from '../store/journal-key.ts'
import type { Secrets } from './secrets.ts'

const NAME = 'journal-key'
const PREVIOUS = 'journal-key-previous'
const OVERLAP = 30 * 86_400_000

export interface JournalKeySettings {
  readonly db: Database
  readonly secrets: Secrets
  readonly clock: Clock
  readonly fill: FillRandom
  /** The keys of the setting, all of which sign; none where the key is our own. */
  readonly given: readonly Signer[]
}

/**
 * Who signs checkpoints of the journal of this name. Our own key is made at first need. Throws `CannotOpen`, with a sentence, where a key is
 * there and cannot be decrypted, or was there and is gone: a new one in its place would hide that.
 */
export async function journalSigners({ db, secrets, clock, fill, given }: JournalKeySettings, origin: string): Promise<NoteSigner[]> {
  const named = (signer: Signer): NoteSigner => noteSigner(origin, signer)
  const known = await readJournalKeys(db)
  if (given.length > 0) {
    const signers = given.map(named)
    for (const { verifier } of signers) if (!known.some((key) => key.verifier === verifier)) await addJournalKey(db, verifier, clock.now())
    return signers
  }
  const own = await secrets.read(NAME)
  if (own !== undefined) {
    const previous = await secrets.read(PREVIOUS)
    const before = previous === undefined ? undefined : named(signerOf(previous))
    const endsAt = known.find(({ verifier }) => verifier === before?.verifier)?.endsAt
    if (before && endsAt && endsAt > clock.now()) return [named(signerOf(own)), before]
    if (before) await secrets.forget(PREVIOUS)
    return [named(signerOf(own))]
  }
  if (known.length > 0) throw keyIsGone(known.map(({ verifier }) => verifier))
  const made = newKey(fill)
  await db.transaction(async (tx) => {
    if (await secrets.writeFirst(tx, NAME, made, 'Installation')) await addJournalKey(tx, named(signerOf(made)).verifier, clock.now())
  })
  return journalSigners({ db, secrets, clock, fill, given }, origin)
}

/**
 * Makes a new key. Checkpoints bear its signature and that of the one before for thirty days; the journal tells of it, so that the new key is
 * itself among what the old one signs. Throws where the key comes from a setting, and where there is none yet; changes nothing then.
 */
export async function rotateJournalKey(
  { db, secrets, clock, fill, given }: JournalKeySettings,
  origin: string,
  actor: Actor,
  newId: NewId,
): Promise<{ readonly verifier: string; readonly bothUntil: Date }> {
  if (given.length > 0)
    throw new CannotOpen(
      'journal-key-is-a-setting',
      'The key of the journal comes from the setting JOURNAL_KEY or JOURNAL_KEY_FILE.',
      'Put a new key before it, with a comma between: both sign then. Take the old one away after a month. Nothing was changed.',
    )
  const own = await secrets.read(NAME)
  if (own === undefined)
    throw new CannotOpen('no-journal-key', 'The journal has no key yet.', 'It gets one when it is first sealed. Nothing was changed.')
  const now = clock.now()
  const bothUntil = new Date(now.getTime() + OVERLAP)
  const made = newKey(fill)
  const { verifier } = noteSigner(origin, signerOf(made))
  await db.transaction(async (tx) => {
    await secrets.write(tx, NAME, made, actor.name) // First, for of two at once the second then waits here.
    await secrets.write(tx, PREVIOUS, own, actor.name)
    await endJournalKeys(tx, noteSigner(origin, signerOf(own)).verifier, bothUntil, now)
    await addJournalKey(tx, verifier, now)
    const facts = { said: '{actor} made a new key for the journal: {key}', key: verifier }
    await appendEntries(tx, [entryBy(actor, now, newId(), { kind: 'published', facts })])
  })
  return { verifier, bothUntil }
}

const keyIsGone = (verifiers: readonly string[]): CannotOpen =>
  new CannotOpen(
    'journal-key-missing',
    `The journal was sealed with the key ${verifiers.join(', ')}, whose private half is not among the secrets any more.`,
    'Restore the table "secret" from a backup, or give the key in JOURNAL_KEY. Nothing was changed.',
  )

function newKey(fill: FillRandom): string {
  const seed = new Uint8Array(SEED_BYTES)
  fill(seed)
  return privateKeyOf(seed)
}

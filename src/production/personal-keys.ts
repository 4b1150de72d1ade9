/**
 * Seals what the journal keeps about somebody, each with a key of their own. A row of the journal never changes; once the key of a person is
 * destroyed, what their rows hold of them cannot be read by anyone. Keys are made when they are first needed, and are secrets themselves.
 */
import { type CipherKey, cipherKeyOf, decrypt, encrypt, KEY_BYTES, NONCE_BYTES } from '../kit/cipher.ts'
import type { FillRandom, NewId } from '../kit/id.ts'
import type { Queryable } from '../store/database.ts'
import { insertPersonalKeys, personalKeysByIds, personalKeysOf, type StoredPersonalKey } from '../store/personal-key.ts'
import { personalKeyName, type Secrets } from './secrets.ts'

/** What somebody wrote, as a row of the journal holds it. Without a text the key was destroyed before it was written. */
export interface Sealed {
  readonly key: string
  readonly text: string | null
}

/** What is to be sealed: about whom, and what it belongs to, so that it cannot be passed off as another's. */
export interface ToSeal {
  readonly subject: string
  readonly belongsTo: string
  readonly words: Readonly<Record<string, string>>
}

export interface PersonalKeysWorld {
  readonly secrets: Secrets
  readonly newId: NewId
  readonly fill: FillRandom
}

/** Seals each of these, in their order: one look for the keys, and one statement for those that are missing, however many there are. */
export async function sealPersonal(world: PersonalKeysWorld, tx: Queryable, wanted: readonly ToSeal[], now: Date): Promise<Sealed[]> {
  const keys = await keysFor(world, tx, [...new Set(wanted.map(({ subject }) => subject))], now)
  return wanted.map(({ subject, belongsTo, words }) => {
    const key = keys.get(subject)
    if (!key) throw new Error(`There is no key for ${subject}.`)
    const text = key.cipher && encrypt(key.cipher, JSON.stringify(words), associated(belongsTo, key.id), nonceBy(world.fill))
    return { key: key.id, text: text ?? null }
  })
}

/** Opens each of these, in their order; undefined for what cannot be read any more. */
export async function openPersonal(
  { secrets }: Pick<PersonalKeysWorld, 'secrets'>,
  db: Queryable,
  sealed: readonly (Sealed & { readonly belongsTo: string })[],
): Promise<(Readonly<Record<string, string>> | undefined)[]> {
  if (sealed.length === 0) return []
  const keys = await opened(secrets, await personalKeysByIds(db, [...new Set(sealed.map(({ key }) => key))]))
  return sealed.map(({ key, text, belongsTo }) => {
    const cipher = keys.find(({ id }) => id === key)?.cipher
    const words = cipher && text !== null ? decrypt(cipher, text, associated(belongsTo, key)) : undefined
    return words === undefined ? undefined : (JSON.parse(words) as Record<string, string>)
  })
}

interface Key {
  readonly id: string
  readonly subject: string
  /** Undefined where it was destroyed. */
  readonly cipher: CipherKey | undefined
}

async function keysFor(world: PersonalKeysWorld, tx: Queryable, subjects: readonly string[], now: Date): Promise<ReadonlyMap<string, Key>> {
  const { secrets, newId, fill } = world
  const known = await personalKeysOf(tx, subjects)
  const missing = subjects.filter((subject) => !known.some((key) => key.subject === subject))
  if (missing.length === 0) return bySubject(await opened(secrets, known))
  const made = missing.map((subject) => ({ id: newId(), subject, value: someKey(fill) }))
  const sealed = await secrets.wrap(
    tx,
    made.map(({ id, value }) => ({ name: personalKeyName(id), value })),
  )
  const fresh = made.map(({ id, subject }, at) => ({ id, subject, sealed: sealed[at] ?? '' }))
  const entered = await insertPersonalKeys(tx, fresh, now)
  // Where somebody else has made one of them at this moment, what stands is what counts.
  return bySubject(await opened(secrets, entered === fresh.length ? [...known, ...fresh] : await personalKeysOf(tx, subjects)))
}

const bySubject = (keys: readonly Key[]): ReadonlyMap<string, Key> => new Map(keys.map((key) => [key.subject, key]))

async function opened(secrets: Secrets, stored: readonly StoredPersonalKey[]): Promise<Key[]> {
  const there = stored.flatMap(({ id, sealed }) => (sealed === null ? [] : [{ name: personalKeyName(id), sealed }]))
  const values = await secrets.unwrap(there)
  const ciphers = new Map(there.map(({ name }, at) => [name, cipherKeyOf(Buffer.from(values[at] ?? '', 'base64'))]))
  return stored.map(({ id, subject }) => ({ id, subject, cipher: ciphers.get(personalKeyName(id)) }))
}

const associated = (belongsTo: string, key: string): string => `journal ${belongsTo} ${key}`

function someKey(fill: FillRandom): string {
  const bytes = new Uint8Array(KEY_BYTES)
  fill(bytes)
  return Buffer.from(bytes).toString('base64')
}

function nonceBy(fill: FillRandom): Uint8Array {
  const nonce = new Uint8Array(NONCE_BYTES)
  fill(nonce)
  return nonce
}

/**
 * What Cardinal keeps secret: passwords and keys of bureaus, and its own signing key. They stand in the database encrypted, each bound to
 * its name; the keys are outside of it. Nothing here ever puts a secret into a sentence.
 */
import { type CipherKey, decrypt, encrypt, keyIdIn, NONCE_BYTES } from '../kit/cipher.ts'
import type { Clock } from '../kit/clock.ts'
import type { FillRandom } from '../kit/id.ts'
import { CannotOpen } from '../store/cannot-open.ts'
import type { Database, Queryable, Transaction } from '../store/database.ts'
import { anyPersonalKey, lockPersonalKeys, resealPersonalKeys } from '../store/personal-key.ts'
import {
  anySealed,
  deleteSealed,
  insertSealed,
  listSecrets,
  lockSealed,
  readSealed,
  resealSecret,
  type SealedSecret,
  type SecretName,
  writeSealed,
} from '../store/secret.ts'

/** The keys that secrets are sealed with. */
export interface SecretKeys {
  /** Where they are, as a sentence names it: `the setting SECRET_KEY`. */
  readonly from: string
  /** Every key: the first seals, all open. None where a key will be made when it is first needed. */
  known(): Promise<readonly CipherKey[]>
  /** The key to seal with, made if there is none yet. */
  make(): Promise<CipherKey>
}

export interface Secrets {
  /** Undefined where none was entered. Throws `CannotOpen`, with a sentence, where it cannot be decrypted. */
  read(name: string, on?: Queryable): Promise<string | undefined>
  /** Enters a secret, in the transaction where one is given, in place of one of the same name. `by` is who does it, for `names`. */
  write(on: Queryable, name: string, value: string, by: string): Promise<void>
  /** Enters a secret where there is none of the name yet; returns false, and changes nothing, where there is. */
  writeFirst(on: Queryable, name: string, value: string, by: string): Promise<boolean>
  /** Returns false where there was none. */
  forget(name: string, on?: Queryable): Promise<boolean>
  /** Which there are, and who entered them when. */
  names(): Promise<SecretName[]>
  /** Seals values that somebody else keeps, each bound to its name. */
  wrap(on: Queryable, values: readonly { readonly name: string; readonly value: string }[]): Promise<string[]>
  /** Opens what `wrap` sealed, in the order given. Throws `CannotOpen`, with a sentence, where one cannot be decrypted. */
  unwrap(values: readonly SealedSecret[]): Promise<string[]>
  /**
   * Seals every secret anew with the first key, so that the others are needed no more; returns how many were sealed with another. All of
   * them or, where one cannot be decrypted, none.
   */
  rotate(): Promise<number>
}

export interface SecretsSettings {
  readonly db: Database
  readonly keys: SecretKeys
  readonly clock: Clock
  readonly fill: FillRandom
}

export function openSecrets({ db, keys, clock, fill }: SecretsSettings): Secrets {
  const seal = async (on: Queryable, name: string, value: string): Promise<{ name: string; sealed: string }> => {
    const [key = await firstKey(on, keys)] = await keys.known()
    return { name, sealed: encrypt(key, value, name, nonceBy(fill)) }
  }
  return {
    async read(name, on = db) {
      const sealed = await readSealed(on, name)
      return sealed === undefined ? undefined : unseal(name, sealed, keys.from, await keys.known())
    },
    write: async (on, name, value, by) => writeSealed(on, await seal(on, name, value), by, clock.now()),
    writeFirst: async (on, name, value, by) => insertSealed(on, await seal(on, name, value), by, clock.now()),
    forget: (name, on = db) => deleteSealed(on, name),
    names: () => listSecrets(db),
    async wrap(on, values) {
      const [key = await firstKey(on, keys)] = await keys.known()
      return values.map(({ name, value }) => encrypt(key, value, name, nonceBy(fill)))
    },
    async unwrap(values) {
      if (values.length === 0) return []
      const known = await keys.known()
      return values.map(({ name, sealed }) => unseal(name, sealed, keys.from, known))
    },
    async rotate() {
      const known = await keys.known()
      return db.transaction(async (tx) => {
        let count = 0
        for (const { name, sealed } of await lockSealed(tx)) {
          const value = unseal(name, sealed, keys.from, known)
          const [key] = known
          if (!key || keyIdIn(sealed) === key.id) continue
          await resealSecret(tx, { name, sealed: encrypt(key, value, name, nonceBy(fill)) })
          count++
        }
        return count + (await rotatePersonalKeys(tx, known))
      })
    },
  }

  async function rotatePersonalKeys(tx: Transaction, known: readonly CipherKey[]): Promise<number> {
    const [first] = known
    const old = first ? (await lockPersonalKeys(tx)).filter(({ sealed }) => keyIdIn(sealed) !== first.id) : []
    if (!first || old.length === 0) return 0
    const anew = old.map(({ id, sealed }) => {
      const name = personalKeyName(id)
      return { id, sealed: encrypt(first, unseal(name, sealed, keys.from, known), name, nonceBy(fill)) }
    })
    await resealPersonalKeys(tx, anew)
    return anew.length
  }
}

/** The name that a key of a person is bound to. */
export const personalKeyName = (id: string): string => `personal-key/${id}`

/** Keys that are known already, such as those of a setting. */
export const givenKeys = (from: string, first: CipherKey, ...others: readonly CipherKey[]): SecretKeys => ({
  from,
  known: async () => [first, ...others],
  make: async () => first,
})

/** A key that is made beside secrets of another would hide that theirs is lost. */
async function firstKey(on: Queryable, keys: SecretKeys): Promise<CipherKey> {
  const personal = await anyPersonalKey(on)
  const other = (await anySealed(on)) ?? (personal && { name: personalKeyName(personal.id), sealed: personal.sealed })
  if (other) throw wrongKey(other.name, keyIdIn(other.sealed), keys.from, [])
  return keys.make()
}

function unseal(name: string, sealed: string, from: string, keys: readonly CipherKey[]): string {
  const key = keys.find(({ id }) => id === keyIdIn(sealed))
  if (!key) throw wrongKey(name, keyIdIn(sealed), from, keys)
  const value = decrypt(key, sealed, name)
  if (value === undefined) throw altered(name)
  return value
}

function wrongKey(name: string, id: string | undefined, from: string, keys: readonly CipherKey[]): CannotOpen {
  if (id === undefined) return altered(name)
  const there =
    keys.length === 0 ? 'has no key' : `has only ${keys.length === 1 ? 'the key' : 'the keys'} ${keys.map((key) => key.id).join(', ')}`
  return new CannotOpen(
    'wrong-secret-key',
    `The secret ${name} in the database is sealed with the key ${id}, and ${from} ${there}.`,
    'Give the key that belongs to this database, from its backup or from another node: every node needs the same. Nothing was changed.',
  )
}

const altered = (name: string): CannotOpen =>
  new CannotOpen(
    'secret-altered',
    `The secret ${name} in the database is not what was sealed under this name: it was altered, or moved from another.`,
    'Restore it from a backup, or enter it again. Nothing was changed.',
  )

function nonceBy(fill: FillRandom): Uint8Array {
  const nonce = new Uint8Array(NONCE_BYTES)
  fill(nonce)
  return nonce
}

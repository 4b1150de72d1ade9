/**
 * The key this installation signs with: manifests, so that a bureau knows whose they are, and receipts, so that anyone can check them. The
 * private half is one of the secrets; the public halves, also of keys that were replaced, are open to everyone.
 */
import type { Clock } from '../kit/clock.ts'
import type { FillRandom } from '../kit/id.ts'
import { privateKeyOf, SEED_BYTES, type Signer, signerOf } from '../kit/signature.ts'
import type { Database, Transaction } from '../store/database.ts'
import { insertSigningKey, retireSigningKeys } from '../store/signing-key.ts'
import type { Secrets } from './secrets.ts'

const NAME = 'signing-key'

export interface SigningKeySettings {
  readonly db: Database
  readonly secrets: Secrets
  readonly clock: Clock
  readonly fill: FillRandom
}

/**
 * Who signs for this installation. The key is made at first need; of several nodes that need it at once one makes it, and all have the
 * same. Throws `CannotOpen`, with a sentence, where the key is there and cannot be decrypted.
 */
export async function signerOfInstallation({ db, secrets, clock, fill }: SigningKeySettings): Promise<Signer> {
  const known = await secrets.read(NAME)
  if (known !== undefined) return signerOf(known)
  const made = newKey(fill)
  await db.transaction(async (tx) => {
    if (await secrets.writeFirst(tx, NAME, made, 'Installation')) await putInUse(tx, signerOf(made), clock.now())
  })
  const key = await secrets.read(NAME)
  if (key === undefined) throw new Error('The signing key was forgotten in the moment it was made.')
  return signerOf(key)
}

/**
 * Makes a new key and signs with it from now on. The one before is retired: its private half is gone, and what it signed still verifies.
 * A node that runs meanwhile signs with the old one until it is started again. Throws where the secrets cannot be decrypted, and changes nothing.
 */
export async function rotateSigningKey({ db, secrets, clock, fill }: SigningKeySettings, by: string): Promise<Signer> {
  await secrets.read(NAME) // A key that cannot be read is not replaced in passing: somebody must hear of it.
  const made = newKey(fill)
  const signer = signerOf(made)
  await db.transaction(async (tx) => {
    await secrets.write(tx, NAME, made, by) // First, for of two at once the second then waits here.
    await putInUse(tx, signer, clock.now())
  })
  return signer
}

async function putInUse(tx: Transaction, { keyId, publicKey }: Signer, now: Date): Promise<void> {
  await retireSigningKeys(tx, now)
  await insertSigningKey(tx, { id: keyId, publicKey }, now)
}

function newKey(fill: FillRandom): string {
  const seed = new Uint8Array(SEED_BYTES)
  fill(seed)
  return privateKeyOf(seed)
}

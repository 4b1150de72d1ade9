import { cipherKeyOf } from '../src/kit/cipher.ts'
import { privateKeyOf, SEED_BYTES, type Signer, signerOf } from '../src/kit/signature.ts'
import { givenKeys, type SecretKeys, type Secrets } from '../src/production/secrets.ts'

const key = new Uint8Array(32).fill(7)

/** The key that tests seal secrets with; the same in every process of a test. */
export const testKeys: SecretKeys = givenKeys('the test', cipherKeyOf(key))

/** The same, as the setting SECRET_KEY of a process that serves what a test has made. */
export const testSecretKey = Buffer.from(key).toString('base64')

/** A signing key for what signs without an installation. */
export const testSigner: Signer = signerOf(privateKeyOf(new Uint8Array(SEED_BYTES).fill(7)))

/** Where nothing is kept secret. */
export const noSecrets: Secrets = {
  read: async () => undefined,
  write: async () => {},
  writeFirst: async () => false,
  forget: async () => false,
  names: async () => [],
  wrap: async (_, values) => values.map(({ value }) => value),
  unwrap: async (values) => values.map(({ sealed }) => sealed),
  rotate: async () => 0,
}

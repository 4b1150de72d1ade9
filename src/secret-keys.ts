/** Where the keys of secrets come from: a setting, a file that a setting names, or a file of our own beside the data. */
import { link, mkdir, open, readFile, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type CipherKey, cipherKeyOf, cipherKeysIn, KEY_BYTES } from './kit/cipher.ts'
import type { FillRandom } from './kit/id.ts'
import { syncFolder } from './production/bureaus/whole-file.ts'
import { givenKeys, type SecretKeys } from './production/secrets.ts'
import { type Settings, WrongSetting } from './settings.ts'

/**
 * The keys as the settings say. Throws `WrongSetting` where a file cannot be read, or holds anything but keys. Our own file is made when the
 * first secret is sealed, and not before: where it was lost, a new one would not open what is there.
 */
export async function readSecretKeys(
  { secretKey, secretKeyFile, dataDir }: Pick<Settings, 'secretKey' | 'secretKeyFile' | 'dataDir'>,
  fill: FillRandom,
): Promise<SecretKeys> {
  if (secretKey !== undefined) return keysOf('the setting SECRET_KEY', secretKey)
  if (secretKeyFile !== undefined) {
    const text = await readFile(secretKeyFile, 'utf8').catch((error: unknown) => {
      throw new WrongSetting(`The setting SECRET_KEY_FILE names ${secretKeyFile}, which cannot be read (${codeOf(error)}).`)
    })
    return keysOf(`the file ${secretKeyFile} that SECRET_KEY_FILE names`, text)
  }
  return ownKeys(join(dataDir, 'secret.key'), fill)
}

async function ownKeys(path: string, fill: FillRandom): Promise<SecretKeys> {
  const from = `the file ${path}`
  let keys = await readOwn(path, from)
  return {
    from,
    known: async () => (await keys?.known()) ?? [],
    async make() {
      if (!keys) {
        await makeFile(path, fill)
        keys = await readOwn(path, from)
      }
      if (!keys) throw new Error(`${path} was removed in the moment it was made.`)
      return keys.make()
    },
  }
}

async function readOwn(path: string, from: string): Promise<SecretKeys | undefined> {
  try {
    return keysOf(from, await readFile(path, 'utf8'))
  } catch (error) {
    if (error instanceof WrongSetting) throw error
    if (codeOf(error) === 'ENOENT') return undefined
    throw new WrongSetting(`The file ${path}, with the key of this installation's secrets, cannot be read (${codeOf(error)}).`)
  }
}

function keysOf(from: string, text: string): SecretKeys {
  const [first, ...others] = cipherKeysIn(text) ?? []
  if (!first)
    throw new WrongSetting(
      `What is in ${from} is not a key: it must be 32 bytes in base64, or several such keys, each in a line. Restore it from its backup.`,
    )
  return givenKeys(from, first, ...others)
}

/**
 * Makes the file with a key of chance, whole and on the disk before it has its name; it is for its owner alone. One that another process
 * made meanwhile stays.
 */
async function makeFile(path: string, fill: FillRandom): Promise<void> {
  const key = newKey(fill)
  const staged = join(dirname(path), `.secret.key.${newKey(fill).id}.part`)
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    await writeSynced(staged, `${REMARK}\n${Buffer.from(key.bytes).toString('base64')}\n`)
    // Unlike a rename, a link never replaces a file.
    await link(staged, path)
      .catch((error: unknown) => (codeOf(error) === 'EEXIST' ? undefined : Promise.reject(error)))
      .finally(() => rm(staged, { force: true }))
    await syncFolder(dirname(path))
  } catch (error) {
    throw new WrongSetting(
      `The file ${path}, for the key of this installation's secrets, cannot be made (${codeOf(error)}). Give a key in SECRET_KEY, or a folder in DATA_DIR that can be written to. Nothing was changed.`,
    )
  }
}

const REMARK = "# The key of this installation's secrets. Back it up, and not beside the database: without it they are lost."

async function writeSynced(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', 0o600)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
}

function newKey(fill: FillRandom): CipherKey {
  const bytes = new Uint8Array(KEY_BYTES)
  fill(bytes)
  return cipherKeyOf(bytes)
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : 'for a reason that was not told'

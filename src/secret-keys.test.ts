import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { fillRandom } from './kit/id.ts'
import { readSecretKeys } from './secret-keys.ts'
import { WrongSetting } from './settings.ts'

const [one, two] = [1, 2].map((byte) => Buffer.alloc(32, byte).toString('base64')) as [string, string]

let dataDir: string
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'cardinal-keys-'))
})
afterEach(() => rm(dataDir, { recursive: true }))

const read = (given: { secretKey?: string; secretKeyFile?: string } = {}, folder = dataDir) =>
  readSecretKeys({ secretKey: undefined, secretKeyFile: undefined, dataDir: folder, ...given }, fillRandom)
const textsOf = async (keys: Awaited<ReturnType<typeof read>>): Promise<string[]> =>
  (await keys.known()).map(({ bytes }) => Buffer.from(bytes).toString('base64'))

it('keys of the setting are taken in their order, and no file is made', async () => {
  const keys = await read({ secretKey: `${one}, ${two}` })
  expect([keys.from, await textsOf(keys), (await keys.make()).bytes]).toEqual(['the setting SECRET_KEY', [one, two], Buffer.alloc(32, 1)])
  expect(await readdir(dataDir)).toEqual([])
})

it('keys of a file are taken in their order', async () => {
  const file = join(dataDir, 'keys')
  await writeFile(file, `# of today\n${two}\n# before\n${one}\n`)
  const keys = await read({ secretKeyFile: file })
  expect([keys.from, await textsOf(keys)]).toEqual([`the file ${file} that SECRET_KEY_FILE names`, [two, one]])
})

it('without either, a key is made when it is first needed, for its owner alone, and is the same from then on', async () => {
  const folder = join(dataDir, 'not', 'there')
  const keys = await read({}, folder)
  const path = join(folder, 'secret.key')
  expect([keys.from, await textsOf(keys), await readdir(dataDir)]).toEqual([`the file ${path}`, [], []])

  const made = await keys.make()
  expect([await readdir(folder), (await stat(path)).mode & 0o777]).toEqual([['secret.key'], 0o600])
  expect((await keys.known()).map(({ id }) => id)).toEqual([made.id])
  expect((await (await read({}, folder)).make()).id).toBe(made.id)
})

it('of several that need it at once, all have the same', async () => {
  const nodes = await Promise.all(Array.from({ length: 6 }, () => read()))
  const made = await Promise.all(nodes.map((keys) => keys.make()))
  expect(new Set(made.map(({ id }) => id)).size).toBe(1)
  expect(await readdir(dataDir)).toEqual(['secret.key'])
})

it('a file that is not there, cannot be read, or holds no key, is named in a sentence and left as it is', async () => {
  const gone = join(dataDir, 'gone')
  await expect(read({ secretKeyFile: gone })).rejects.toThrow(`The setting SECRET_KEY_FILE names ${gone}, which cannot be read (ENOENT).`)
  const path = join(dataDir, 'secret.key')
  await writeFile(path, `${one.slice(0, 20)}\n`)
  await expect(read()).rejects.toThrow(`What is in the file ${path} is not a key`)
  await expect(read()).rejects.toThrow(WrongSetting)
  expect(await readFile(path, 'utf8')).toBe(`${one.slice(0, 20)}\n`)
  await rm(path)
  await mkdir(path)
  await expect(read()).rejects.toThrow('cannot be read (EISDIR)')
})

it('a key that cannot be made is told with what to do instead', async () => {
  const folder = join(dataDir, 'data')
  await symlink(join(dataDir, 'nowhere'), folder)
  const keys = await read({}, folder)
  await expect(keys.make()).rejects.toThrow(/cannot be made \(\w+\)\. Give a key in SECRET_KEY, .* Nothing was changed\.$/)
  expect([await keys.known(), await readdir(dataDir)]).toEqual([[], ['data']])
})

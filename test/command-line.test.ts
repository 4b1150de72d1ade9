import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { root } from '../src/kit/root.ts'
import { freshPlace, type Place } from './databases.ts'

let place: Place
let folder: string
beforeAll(async () => {
  place = await freshPlace()
  folder = await mkdtemp(join(tmpdir(), 'cardinal-command-line-'))
})
afterAll(async () => {
  await place.remove()
  await rm(folder, { recursive: true })
})

/** Each command is a process that opens the database, which takes its time on a busy machine. */
const PATIENCE = 180_000

it(
  'people are looked through, then brought in; a bad row is named by its line and changes nothing',
  async () => {
    const file = join(folder, 'people.csv')
    await writeFile(file, 'First name,Last name,E-mail\nAda,Berg,ada@example.org\nBo,Dahl,bo@example.org\n')
    expect(await cardinal('import', file, '--dry-run')).toEqual({
      code: 0,
      said: '2 rows (UTF-8, comma): 2 would be created, 0 would be changed, 0 unchanged, 0 bad.',
    })
    expect(await cardinal('import', file)).toEqual({ code: 0, said: '2 rows (UTF-8, comma): 2 created, 0 changed, 0 unchanged, 0 bad.' })
    await writeFile(file, 'First name,Last name,E-mail\nDi,Ek,di@example.org\nCy,,cy@example.org\n')
    const bad = await cardinal('import', file)
    expect(bad.code).toBe(1)
    expect(bad.said.split('\n')).toEqual([
      'line 3, lastName: Last name is missing.',
      '2 rows (UTF-8, comma): 0 created, 0 changed, 0 unchanged, 1 bad.',
      'Nothing was changed, because of the bad rows.',
    ])
  },
  PATIENCE,
)

it(
  'a file that is not there, and a delimiter that is none, get a sentence',
  async () => {
    expect(await cardinal('import', join(folder, 'gone.csv'))).toMatchObject({ code: 1, said: expect.stringContaining('There is no file') })
    expect((await cardinal('import', join(folder, 'people.csv'), '--delimiter', 'pipe')).said).toContain(
      'The delimiter "pipe" is not known',
    )
  },
  PATIENCE,
)

it(
  'secrets are sealed with a key of their own, and the key that signs is replaced',
  async () => {
    const made = await cardinal('rotate-signing-key')
    expect(made).toEqual({ code: 0, said: expect.stringMatching(/^The key [0-9a-f]{16} signs from now on\./) })
    expect(await cardinal('rotate-secrets')).toEqual({
      code: 0,
      said: `Every secret is sealed with the first key of the file ${join(place.settings.dataDir, 'secret.key')} already; nothing was changed.`,
    })
  },
  PATIENCE,
)

function cardinal(...args: string[]): Promise<{ code: number; said: string }> {
  const { dataDir, databaseUrl } = place.settings
  const env = { ...process.env, DATA_DIR: dataDir, ...(databaseUrl && { DATABASE_URL: databaseUrl }) }
  return new Promise((done) => {
    execFile(process.execPath, ['--import', 'tsx', join(root, 'src/cli.ts'), ...args], { cwd: root, env }, (error, stdout, stderr) =>
      done({ code: typeof error?.code === 'number' ? error.code : 0, said: `${stdout}${stderr}`.trim() }),
    )
  })
}

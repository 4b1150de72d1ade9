import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { systemClock } from '../kit/clock.ts'
import { canonical, sha256 } from '../kit/hash.ts'
import { createIds } from '../kit/id.ts'
import type { Bureau, Report } from './bureau.ts'
import { type BoxSettings, runBureau } from './bureau-in-a-box.ts'
import { directoryBureau, prepareFolder } from './bureaus/directory.ts'
import type { Manifest } from './manifest.ts'

const newId = createIds(systemClock)
let folder = ''
let now = 0
let said: string[] = []
let bureau: Bureau

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cardinal-box-'))
  now = Date.UTC(2026, 5, 1)
  said = []
  bureau = directoryBureau({ folder, label: 'The bureau' }, newId)
})
afterEach(() => rmSync(folder, { recursive: true }))

it('acknowledges a batch, then reports its cards in production, then produced, each once, also when it is started anew in between', async () => {
  const manifest = manifestOf(1, 3)
  let box = await opened()
  await submit(manifest)
  expect(await heard(1)).toEqual({ acknowledges: [manifest.batch], reports: [] })
  await box.close()

  box = await opened()
  now += 15_000
  const begun = await heard(1)
  expect(begun.reports.map(({ card, status }) => [card, status])).toEqual(manifest.orders.map(({ card }) => [card, 'in production']))
  await box.close()
  await submit(manifest)

  now += 15_000
  box = await opened()
  const finished = await heard(1)
  await box.rounds(3)
  await box.close()
  expect(finished.reports.map(({ order, card, status }) => [order, card, status])).toEqual(
    manifest.orders.map(({ order, card }) => [order, card, 'produced']),
  )
  expect(new Set(finished.reports.map(({ chipNumber }) => chipNumber)).size).toBe(3)
  expect(finished.reports.every(({ chipNumber }) => /^04[0-9A-F]{12}$/.test(chipNumber ?? ''))).toBe(true)
  expect(new Set([...begun.reports, ...finished.reports].map(({ message }) => message)).size).toBe(6)
  expect(readdirSync(join(folder, 'answers', 'done'))).toHaveLength(3)
  expect(readdirSync(join(folder, 'answers')).sort()).toEqual(['done', 'refused'])
})

it('says the same again after it was killed between an answer and its memory of it', async () => {
  let box = await opened()
  await submit(manifestOf(1, 2))
  const remembered = () => (existsSync(memoryFile()) ? readFileSync(memoryFile(), 'utf8') : '')
  await until(() => remembered().includes('"acknowledged"'))
  const memory = remembered()
  now += 300_000
  await until(() => answers().length === 3)
  await box.close()
  const before = answers().map((name) => readFileSync(join(folder, 'answers', name), 'utf8'))

  writeFileSync(memoryFile(), memory)
  await heard(3)
  box = await opened()
  await box.rounds(3)
  expect(answers()).toEqual([])
  await box.close()

  rmSync(join(folder, 'answers'), { recursive: true })
  writeFileSync(memoryFile(), memory)
  box = await opened()
  await until(() => answers().length === 2)
  await box.close()
  expect(answers().map((name) => readFileSync(join(folder, 'answers', name), 'utf8'))).toEqual(before.slice(1))
})

it('reports a share of the cards failed, the same ones for the same seed', async () => {
  const failed = async (seed: string) => {
    const box = await opened({ failEvery: 4, seed, secondsToProduction: 0, secondsToProduced: 0 })
    await submit(manifestOf(1, 200))
    const { reports } = await heard(3)
    await box.close()
    for (const name of ['orders', 'answers', '.bureau-in-a-box.json']) rmSync(join(folder, name), { recursive: true })
    return reports.filter(({ status }) => status === 'failed')
  }
  const first = await failed('one')
  expect(first.length).toBeGreaterThan(30)
  expect(first.length).toBeLessThan(70)
  expect(first.every(({ text, chipNumber }) => text && chipNumber === undefined)).toBe(true)
  expect(await failed('one')).toEqual(first)
  expect((await failed('two')).map(({ order }) => order)).not.toEqual(first.map(({ order }) => order))
})

it('answers a large batch in several files that sort in order', async () => {
  const box = await opened({ secondsToProduction: 0, secondsToProduced: 0 })
  await submit(manifestOf(7, 10_001))
  const { reports } = await heard(5)
  await box.close()
  expect(reports).toHaveLength(20_002)
  expect(reports.findLastIndex(({ status }) => status === 'in production')).toBe(10_000)
})

it('does not take a batch whose hash is wrong, says so once, and goes on with the others', async () => {
  const box = await opened()
  const spoilt = manifestOf(1, 1)
  const name = `batch-1-${spoilt.batch}.json`
  const file = { format: 'cardinal-batch', version: 1, message: spoilt.batch, hash: sha256('other'), manifest: spoilt }
  writeFileSync(join(folder, 'orders', name), JSON.stringify(file))
  writeFileSync(join(folder, 'orders', 'notes.json'), 'hello')
  const good = manifestOf(2, 1)
  await submit(good)
  expect((await heard(1)).acknowledges).toEqual([good.batch])
  await box.rounds(3)
  await box.close()
  expect(said.filter((line) => line.includes('is not taken'))).toEqual([
    `${name} is not taken. Its hash is not that of its manifest.`,
    'notes.json is not taken. It is not a batch file of version 1.',
  ])
})

it('refuses to start without its folder, or with a memory that is not its own', async () => {
  await expect(runBureau({ directory: join(folder, 'nowhere') }, AbortSignal.timeout(1000))).rejects.toThrow('is not a folder')
  writeFileSync(join(folder, '.bureau-in-a-box.json'), '{}')
  await expect(runBureau({ directory: folder, say: () => undefined }, AbortSignal.timeout(1000))).rejects.toThrow(
    'is not what the bureau in a box has written',
  )
})

it('says once that its folder went away, and carries on when it is back', async () => {
  const box = await opened()
  rmSync(join(folder, 'orders'), { recursive: true })
  await until(() => said.some((line) => line.includes('cannot go on for now')))
  await box.rounds(3)
  expect(said.filter((line) => line.includes('cannot go on for now'))).toHaveLength(1)
  await prepareFolder(folder)
  await submit(manifestOf(1, 1))
  expect((await heard(1)).acknowledges).toHaveLength(1)
  await box.close()
})

/** A bureau in a box at work, ten seconds to production and twenty more to the end, by a clock that the test sets. */
async function opened(settings: Partial<BoxSettings> = {}): Promise<{ close(): Promise<void>; rounds(count: number): Promise<void> }> {
  const stop = new AbortController()
  let looks = 0
  const clock = {
    now: () => {
      looks++
      return new Date(now)
    },
  }
  const say = (line: string) => void said.push(line)
  const begin = said.length
  const defaults = { directory: folder, secondsToProduction: 10, secondsToProduced: 20, pollMilliseconds: 5, clock, say }
  const ended = runBureau({ ...defaults, ...settings }, stop.signal)
  await Promise.race([ended, until(() => said.length > begin)])
  return {
    close: () => {
      stop.abort()
      return ended
    },
    rounds: async (count) => {
      const before = looks
      // A round looks at the clock once for each batch; where there is none yet, a moment has to do.
      await Promise.race([until(() => looks >= before + count), new Promise((done) => setTimeout(done, 60))])
    },
  }
}

/** What comes back in the next so many answers, each of them done. */
async function heard(count: number): Promise<{ acknowledges: string[]; reports: Report[] }> {
  const acknowledges: string[] = []
  const reports: Report[] = []
  await until(() => answers().length >= count)
  for await (const answer of bureau.collect()) {
    acknowledges.push(...answer.acknowledges)
    reports.push(...answer.reports)
    await answer.done()
  }
  return { acknowledges, reports }
}

const memoryFile = () => join(folder, '.bureau-in-a-box.json')

const answers = () =>
  existsSync(join(folder, 'answers'))
    ? readdirSync(join(folder, 'answers'))
        .filter((name) => /^[^.].*\.json$/.test(name))
        .sort()
    : []

const submit = (manifest: Manifest) => bureau.submit(manifest, sha256(canonical(manifest)))

function manifestOf(number: number, orders: number): Manifest {
  const fields = {
    firstName: 'Ada',
    lastName: 'Lovelace',
    employeeNumber: null,
    unit: null,
    commonName: null,
    userPrincipalName: null,
    validTo: null,
  }
  const lines = Array.from({ length: orders }, (_, at) => ({ order: idOf(at), card: idOf(at + 500_000), cardNumber: at + 1, fields }))
  return { version: 1, batch: idOf(number + 900_000), number, bureau: 'bureau', orders: lines }
}

const idOf = (number: number) => `018f0000-0000-7000-8000-${String(number).padStart(12, '0')}`

async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; !holds(); tries++) {
    if (tries > 1000) throw new Error('It did not come about in time.')
    await new Promise((done) => setTimeout(done, 10))
  }
}

import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { systemClock } from '../../kit/clock.ts'
import { canonical, sha256 } from '../../kit/hash.ts'
import { createIds } from '../../kit/id.ts'
import { type Answer, type Bureau, NotDelivered } from '../bureau.ts'
import type { Manifest } from '../manifest.ts'
import { directoryBureau, prepareFolder } from './directory.ts'

const newId = createIds(systemClock)
const [BATCH, ORDER, CARD] = [
  '018f0000-0000-7000-8000-00000000000b',
  '018f0000-0000-7000-8000-0000000000a0',
  '018f0000-0000-7000-8000-0000000000c0',
]
const NAME = `batch-12-${BATCH}.json`

let above = ''
let folder = ''
let refused: [string, string][] = []
let bureau: Bureau

beforeEach(async () => {
  above = mkdtempSync(join(tmpdir(), 'cardinal-directory-'))
  folder = join(above, 'bureau')
  await prepareFolder(folder)
  refused = []
  bureau = directoryBureau({ folder, label: 'The bureau', refused: (file, why) => refused.push([file, why]) }, newId)
})
afterEach(() => rmSync(above, { recursive: true }))

describe('a batch is handed over', () => {
  it('as one whole file with nothing beside it, whose hash the bureau can check', async () => {
    const manifest = manifestOf('Ada')
    expect(await bureau.submit(manifest, hashOf(manifest))).toEqual({ references: {} })
    expect(readdirSync(orders())).toEqual([NAME])
    const file = JSON.parse(readFileSync(join(orders(), NAME), 'utf8'))
    expect(file).toEqual({ format: 'cardinal-batch', version: 1, message: BATCH, hash: hashOf(manifest), manifest })
    expect(createHash('sha256').update(canonical(file.manifest)).digest('hex')).toBe(file.hash)
  })

  it('and again without harm, whether the bureau has taken the file meanwhile or not', async () => {
    const manifest = manifestOf('Ada')
    await bureau.submit(manifest, hashOf(manifest))
    const before = readFileSync(join(orders(), NAME), 'utf8')
    await bureau.submit(manifest, hashOf(manifest))
    await Promise.all(Array.from({ length: 8 }, () => bureau.submit(manifest, hashOf(manifest)).catch(() => undefined)))
    expect(readFileSync(join(orders(), NAME), 'utf8')).toBe(before)
    rmSync(join(orders(), NAME))
    await bureau.submit(manifest, hashOf(manifest))
    expect(readdirSync(orders())).toEqual([NAME])
    expect(readFileSync(join(orders(), NAME), 'utf8')).toBe(before)
  })

  it('and what a killed attempt left half written is cleared away', async () => {
    writeFileSync(join(orders(), `.${NAME}.018f.part`), '{"format":"cardinal-b')
    writeFileSync(join(orders(), '.batch-13-other.json.018f.part'), '{')
    await bureau.submit(manifestOf('Ada'), hashOf(manifestOf('Ada')))
    expect(readdirSync(orders()).sort()).toEqual(['.batch-13-other.json.018f.part', NAME])
  })

  it('but never with another content under the same id', async () => {
    await bureau.submit(manifestOf('Ada'), hashOf(manifestOf('Ada')))
    const before = readFileSync(join(orders(), NAME), 'utf8')
    const other = await failure(bureau.submit(manifestOf('Grace'), hashOf(manifestOf('Grace'))))
    expect(other).not.toBeInstanceOf(NotDelivered)
    expect(other.message).toContain('batch 12 is there already, with another content')
    expect(readFileSync(join(orders(), NAME), 'utf8')).toBe(before)
    expect(readdirSync(orders())).toEqual([NAME])
  })

  it.each<[string, () => void, string]>([
    ['the folder is not there', () => rmSync(folder, { recursive: true }), 'is not there'],
    ['a share is not mounted, so that its folder is empty', () => rmSync(orders(), { recursive: true }), 'is not there'],
    [
      'a file stands where the folder should be',
      () => {
        rmSync(orders(), { recursive: true })
        writeFileSync(orders(), '')
      },
      'is not a folder',
    ],
    [
      'the folder leads to another place',
      () => {
        renameSync(orders(), join(above, 'away'))
        symlinkSync(join(above, 'away'), orders())
      },
      'is a link',
    ],
    ['a link stands where the file should be', () => symlinkSync(join(above, 'away.json'), join(orders(), NAME)), 'is a link'],
  ])('and definitely not when %s', async (_, spoil, sentence) => {
    spoil()
    const error = await failure(bureau.submit(manifestOf('Ada'), hashOf(manifestOf('Ada'))))
    expect(error).toBeInstanceOf(NotDelivered)
    expect(error.message).toMatch(/^Batch 12 was not handed over: .*\.$/)
    expect(error.message).toContain(sentence)
    expect(readdirSync(above)).not.toContain('away.json')
  })

  it('and definitely not when there is no room to finish the file, of which nothing stays behind', async () => {
    const limit = (size: string) => execFileSync('prlimit', [`--fsize=${size}:`, `--pid=${process.pid}`])
    const manifest: Manifest = { ...manifestOf('Ada'), orders: Array.from({ length: 1000 }, () => line('Ada')) }
    limit('65536')
    const error = await failure(bureau.submit(manifest, hashOf(manifest))).finally(() => limit('unlimited'))
    expect(error).toBeInstanceOf(NotDelivered)
    expect(readdirSync(orders())).toEqual([])
    await bureau.submit(manifest, hashOf(manifest))
    expect(readdirSync(orders())).toEqual([NAME])
  })
})

describe('answers are collected', () => {
  it('in the order of their names, again until they are done, and not while they are being written', async () => {
    give('0002.json', answer({ reports: [report({ message: id(2), status: 'produced', chipNumber: '04A1B2' })] }))
    give('0001.json', answer({ acknowledges: [BATCH.toUpperCase()] }))
    give('0003.json.part', 'half')
    give('.0004.json', 'half')
    const first = await collected()
    expect(first.map(({ source }) => source)).toEqual(['0001.json', '0002.json'])
    expect(first[0]?.acknowledges).toEqual([BATCH])
    expect(first[1]?.reports).toEqual([{ message: id(2), order: ORDER, card: CARD, status: 'produced', chipNumber: '04A1B2' }])
    await first[0]?.done()
    await first[0]?.done()
    expect((await collected()).map(({ source }) => source)).toEqual(['0002.json'])
    expect(readdirSync(join(answers(), 'done'))).toEqual(['0001.json'])
    expect(refused).toEqual([])
  })

  it('also where a name comes again: neither the old answer nor the new one is lost', async () => {
    give('0001.json', answer({ reports: [report({ message: id(1) })] }))
    const [old] = await collected()
    rmSync(join(answers(), '0001.json'))
    give('0001.json', answer({ reports: [report({ message: id(2) }), report({ message: id(3) })] }))
    await old?.done()
    const [anew] = await collected()
    expect(anew?.reports.map(({ message }) => message)).toEqual([id(2), id(3)])
    await anew?.done()
    give('0001.json', answer({}))
    await (await collected())[0]?.done()
    expect(readdirSync(join(answers(), 'done')).sort()).toEqual(['0001.2.json', '0001.json'])
  })

  it('and one that cannot be taken is put aside with the reason, and stops no other', async () => {
    give('0001.json', '{"format":')
    give('0002.json', answer({ reports: [{ ...report({}), status: 'shipped' }] }))
    give('0003.json', Buffer.alloc(20 * 1024 * 1024 + 1, ' '))
    mkdirSync(join(answers(), '0004.json'))
    execFileSync('mkfifo', [join(answers(), '0005.json')])
    give('Ada Lovelace.json', answer({}))
    give('0009.json', answer({}))
    expect((await collected()).map(({ source }) => source)).toEqual(['0009.json'])
    expect(refused).toEqual([
      ['0001.json', 'It is not JSON.'],
      ['0002.json', 'reports[0].status is none of in production, produced, failed.'],
      ['0003.json', 'It is larger than 20 MB; give several smaller answers instead.'],
      ['0004.json', 'It is not a file.'],
      ['0005.json', 'It is not a file.'],
      [`answer-${sha256('Ada Lovelace.json').slice(0, 12)}.json`, expect.stringContaining('Its name')],
    ])
    expect(readdirSync(answers()).sort()).toEqual(['0009.json', 'done', 'refused'])
    expect(readdirSync(join(answers(), 'refused'))).toHaveLength(12)
    expect(readFileSync(join(answers(), 'refused', '0002.json.why.txt'), 'utf8')).toContain('reports[0].status is none of in production')
    expect(await collected()).toHaveLength(1)
    expect(refused).toHaveLength(6)
  })

  it('but nothing through a link, and what it points to is neither read nor moved', async () => {
    const secret = join(above, 'secret.json')
    writeFileSync(secret, answer({ acknowledges: [BATCH] }))
    symlinkSync(secret, join(answers(), '0001.json'))
    expect(await collected()).toEqual([])
    expect(refused).toEqual([['0001.json', 'It is a link, and only files are read.']])
    expect(readFileSync(secret, 'utf8')).toBe(answer({ acknowledges: [BATCH] }))
  })

  it('nor from, nor into, folders that lead to another place', async () => {
    mkdirSync(join(above, 'away'))
    rmSync(join(answers(), 'done'), { recursive: true })
    symlinkSync(join(above, 'away'), join(answers(), 'done'))
    give('0001.json', answer({}))
    const [first] = await collected()
    expect((await failure(first?.done() ?? Promise.resolve())).message).toContain('leads out of the folder')
    expect(readdirSync(join(above, 'away'))).toEqual([])
    renameSync(answers(), join(above, 'answers'))
    symlinkSync(join(above, 'answers'), answers())
    expect((await failure(collected())).message).toMatch(/^The answers of the bureau cannot be read: .* is a link/)
  })

  it('and says so in a sentence when their folder is not there', async () => {
    rmSync(folder, { recursive: true })
    expect((await failure(collected())).message).toMatch(/^The answers of the bureau cannot be read: .* is not there\.$/)
  })

  it('while one that cannot be moved aside stays, is told, and stops no other', async () => {
    rmSync(join(answers(), 'refused'), { recursive: true })
    writeFileSync(join(answers(), 'refused'), '')
    give('0001.json', 'not JSON')
    give('0002.json', answer({}))
    const taken: string[] = []
    const error = await failure(
      (async () => {
        for await (const { source } of bureau.collect()) taken.push(source)
      })(),
    )
    expect(taken).toEqual(['0002.json'])
    expect(error.message).toContain('1 of 2 answers could not be handled and are left where they are')
  })
})

const orders = () => join(folder, 'orders')
const answers = () => join(folder, 'answers')
const give = (name: string, content: string | Uint8Array) => writeFileSync(join(answers(), name), content)
const id = (number: number) => `018f0000-0000-7000-8000-${String(number).padStart(12, '0')}`

const line = (firstName: string): Manifest['orders'][number] => ({
  order: ORDER,
  card: CARD,
  cardNumber: 1042,
  fields: {
    firstName,
    lastName: 'Lovelace',
    employeeNumber: '7',
    unit: null,
    commonName: null,
    userPrincipalName: null,
    validTo: '2029-06-30',
  },
})
const manifestOf = (firstName: string): Manifest => ({ version: 1, batch: BATCH, number: 12, bureau: 'bureau', orders: [line(firstName)] })
const hashOf = (manifest: Manifest) => sha256(canonical(manifest))
const report = (fields: object) => ({ message: id(1), card: CARD, order: ORDER, status: 'in production', ...fields })
const answer = (fields: object) =>
  JSON.stringify({ format: 'cardinal-answer', version: 1, message: id(0), acknowledges: [], reports: [], ...fields })

async function collected(): Promise<(Answer & { done(): Promise<void> })[]> {
  const found = []
  for await (const each of bureau.collect()) found.push(each)
  return found
}

async function failure(work: Promise<unknown>): Promise<Error> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof Error)) throw new Error('It did not fail.')
  return error
}

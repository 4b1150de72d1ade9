import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { systemClock } from '../../kit/clock.ts'
import { canonical, sha256 } from '../../kit/hash.ts'
import { createIds } from '../../kit/id.ts'
import { type Bureau, type Delivery, NotDelivered, type SealedPhoto } from '../bureau.ts'
import type { FromBureau, ManifestLine, OrderBatch, Recall } from '../contract/message.ts'
import { readToBureau } from '../contract/read-message.ts'
import { directoryBureau, prepareFolder } from './directory.ts'

const newId = createIds(systemClock)
const id = (number: number) => `018f0000-0000-7000-8000-${String(number).padStart(12, '0')}`
const [BATCH, ORDER, CARD, RECALL] = [id(0xb), id(0xa0), id(0xc0), id(0xd0)]
const NAME = `batch-12-${BATCH}.json`
const AT = '2029-06-30T10:15:00Z'

let above = ''
let folder = ''
let bureau: Bureau

beforeEach(async () => {
  above = mkdtempSync(join(tmpdir(), 'cardinal-directory-'))
  folder = join(above, 'bureau')
  await prepareFolder(folder)
  bureau = directoryBureau({ name: 'bureau', label: 'The bureau', folder }, newId)
})
afterEach(() => rmSync(above, { recursive: true }))

describe('a batch is handed over', () => {
  it('as one whole file with nothing beside it, whose hash the bureau can check', async () => {
    const batch = batchOf('Ada')
    expect(await bureau.submit(batch, [])).toEqual({ answers: [] })
    expect(readdirSync(orders())).toEqual([NAME])
    const bytes = readFileSync(join(orders(), NAME))
    expect(readToBureau(bytes)).toEqual({ message: batch })
    const file = JSON.parse(bytes.toString())
    expect(createHash('sha256').update(canonical(file.manifest)).digest('hex')).toBe(file.hash)
  })

  it('and again without harm, whether the bureau has taken the file meanwhile or not', async () => {
    await bureau.submit(batchOf('Ada'), [])
    const before = readFileSync(join(orders(), NAME), 'utf8')
    await bureau.submit({ ...batchOf('Ada'), at: '2029-06-30T11:15:00Z' }, [])
    await Promise.all(Array.from({ length: 8 }, () => bureau.submit(batchOf('Ada'), []).catch(() => undefined)))
    expect(readFileSync(join(orders(), NAME), 'utf8')).toBe(before)
    rmSync(join(orders(), NAME))
    await bureau.submit(batchOf('Ada'), [])
    expect(readdirSync(orders())).toEqual([NAME])
    expect(readFileSync(join(orders(), NAME), 'utf8')).toBe(before)
  })

  it('and what a killed attempt left half written is cleared away', async () => {
    writeFileSync(join(orders(), `.${NAME}.018f.part`), '{"format":"cardinal-b')
    writeFileSync(join(orders(), '.batch-13-other.json.018f.part'), '{')
    await bureau.submit(batchOf('Ada'), [])
    expect(readdirSync(orders()).sort()).toEqual(['.batch-13-other.json.018f.part', NAME])
  })

  it('but never with another content under the same id', async () => {
    await bureau.submit(batchOf('Ada'), [])
    const before = readFileSync(join(orders(), NAME), 'utf8')
    const other = await failure(bureau.submit(batchOf('Grace'), []))
    expect(other).not.toBeInstanceOf(NotDelivered)
    expect(other.message).toBe('The file of batch 12 is there already, with another content. It was left as it is.')
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
    const error = await failure(bureau.submit(batchOf('Ada'), []))
    expect(error).toBeInstanceOf(NotDelivered)
    expect(error.message).toMatch(/^Batch 12 was not handed over: .*\.$/)
    expect(error.message).toContain(sentence)
    expect(readdirSync(above)).not.toContain('away.json')
  })

  it('and definitely not when there is no room to finish the file, of which nothing stays behind', async () => {
    const batch = sealed(Array.from({ length: 1000 }, () => line('Ada')))
    const error = await withoutRoom(() => bureau.submit(batch, []))
    expect(error).toBeInstanceOf(NotDelivered)
    expect(readdirSync(orders())).toEqual([])
    await bureau.submit(batch, [])
    expect(readdirSync(orders())).toEqual([NAME])
  })
})

describe('the photos of a batch', () => {
  const ada = photo('image/jpeg', 'Ada, in pixels')
  const grace = photo('image/png', 'Grace, in pixels')
  const both = sealed([line('Ada', ada), line('Grace', grace), line('Ada', ada), line('Émilie')])

  it('are there before the batch is, each once, named by what it is', async () => {
    await bureau.submit(both, [ada, grace, photo('image/webp', 'of another batch')])
    expect(readdirSync(orders()).sort()).toEqual([NAME, 'photos'])
    expect(readdirSync(photos()).sort()).toEqual([`${ada.sha256}.jpg`, `${grace.sha256}.png`].sort())
    expect(sha256(readFileSync(join(photos(), `${ada.sha256}.jpg`)))).toBe(ada.sha256)
  })

  it('are not written again for another batch, and what a killed attempt left is cleared away', async () => {
    await bureau.submit(sealed([line('Ada', ada)]), [ada])
    const before = statSync(join(photos(), `${ada.sha256}.jpg`))
    writeFileSync(join(photos(), `.${grace.sha256}.png.018f.part`), 'Gra')
    rmSync(join(orders(), NAME))
    await bureau.submit(both, [ada, grace])
    expect(readdirSync(photos()).sort()).toEqual([`${ada.sha256}.jpg`, `${grace.sha256}.png`].sort())
    expect(statSync(join(photos(), `${ada.sha256}.jpg`)).ino).toBe(before.ino)
  })

  it.each<[string, SealedPhoto[], string]>([
    ['one is missing', [ada], `the photo of order ${ORDER} is missing.`],
    [
      'one is not the one that was sealed',
      [ada, { ...grace, bytes: ada.bytes }],
      `the photo of order ${ORDER} is not the one that was sealed.`,
    ],
    ['one is no picture', [ada, { ...grace, mediaType: 'text/html' }], `the photo of order ${ORDER} is neither a JPEG, a PNG nor a WebP.`],
  ])('keep the batch here when %s', async (_, given, sentence) => {
    const error = await failure(bureau.submit(both, given))
    expect(error).toBeInstanceOf(NotDelivered)
    expect(error.message).toBe(`Batch 12 was not handed over: ${sentence}`)
    expect(readdirSync(orders())).toEqual([])
  })

  it.each<[string, () => void, string]>([
    ['their folder leads to another place', () => symlinkSync(above, photos()), 'is a link to another place.'],
    ['a file stands where their folder should be', () => writeFileSync(photos(), ''), 'is not a folder.'],
    [
      'a link stands where one should be',
      () => {
        mkdirSync(photos())
        symlinkSync('/etc/hostname', join(photos(), `${ada.sha256}.jpg`))
      },
      `photos/${ada.sha256}.jpg is there already, and is not that photo. It was left as it is.`,
    ],
  ])('keep the batch here when %s', async (_, spoil, sentence) => {
    spoil()
    const error = await failure(bureau.submit(both, [ada, grace]))
    expect(error).toBeInstanceOf(NotDelivered)
    expect(error.message).toContain(sentence)
    expect(readdirSync(orders())).toEqual(['photos'])
    expect(readdirSync(above)).toEqual(['bureau'])
  })

  it('keep the batch here when there is no room for one, of which nothing stays behind', async () => {
    const large = photo('image/png', 'x'.repeat(100_000))
    const batch = sealed([line('Ada', ada), line('Grace', large)])
    const error = await withoutRoom(() => bureau.submit(batch, [ada, large]))
    expect(error).toBeInstanceOf(NotDelivered)
    expect(error.message).toMatch(/^Batch 12 was not handed over: .* may not become that large\.$/)
    expect(readdirSync(orders())).toEqual(['photos'])
    expect(readdirSync(photos())).toEqual([`${ada.sha256}.jpg`])
    await bureau.submit(batch, [ada, large])
    expect(readdirSync(photos())).toHaveLength(2)
  })
})

describe('a recall is handed over', () => {
  const recall: Recall = {
    format: 'cardinal-bureau',
    version: 1,
    kind: 'recall',
    message: RECALL,
    at: AT,
    lines: [{ recall: id(1), order: ORDER, card: CARD }],
  }

  it('as one whole file, and again without harm', async () => {
    expect(await bureau.recall(recall)).toEqual({ answers: [] })
    await bureau.recall({ ...recall, at: '2029-06-30T11:15:00Z' })
    expect(readdirSync(orders())).toEqual([`recall-${RECALL}.json`])
    expect(readToBureau(readFileSync(join(orders(), `recall-${RECALL}.json`)))).toEqual({ message: recall })
  })

  it('but never with another content under the same id, and definitely not without its folder', async () => {
    await bureau.recall(recall)
    const other = await failure(bureau.recall({ ...recall, lines: [{ recall: id(2), order: ORDER, card: CARD }] }))
    expect(other).not.toBeInstanceOf(NotDelivered)
    expect(other.message).toBe('The file of the recall is there already, with another content. It was left as it is.')
    rmSync(orders(), { recursive: true })
    const error = await failure(bureau.recall(recall))
    expect(error).toBeInstanceOf(NotDelivered)
    expect(error.message).toMatch(/^The recall was not handed over: .* is not there\.$/)
  })
})

describe('answers are collected', () => {
  it('in the order of their names, again until they are done, and not while they are being written', async () => {
    give('0002.json', produced({ message: id(2) }))
    give('0001.json', answer({ kind: 'acknowledged', of: BATCH.toUpperCase() }))
    give('0003.json.part', 'half')
    give('.0004.json', 'half')
    const first = await collected()
    expect(first.map(({ source }) => source)).toEqual(['0001.json', '0002.json'])
    expect(messages(first)).toMatchObject([
      { kind: 'acknowledged', of: BATCH },
      { kind: 'produced', message: id(2), lines: [{ order: ORDER, card: CARD, chipNumber: '04A1B2' }] },
    ])
    await first[0]?.done()
    await first[0]?.done()
    expect((await collected()).map(({ source }) => source)).toEqual(['0002.json'])
    expect(readdirSync(join(answers(), 'done'))).toEqual(['0001.json'])
    expect(readdirSync(join(answers(), 'refused'))).toEqual([])
  })

  it('also where a name comes again: neither the old answer nor the new one is lost', async () => {
    give('0001.json', produced({ message: id(1) }))
    const [old] = await collected()
    rmSync(join(answers(), '0001.json'))
    give('0001.json', produced({ message: id(2), lines: [{ order: ORDER, card: CARD }] }))
    await old?.done()
    const [anew] = await collected()
    expect(messages(anew ? [anew] : []).map(({ message }) => message)).toEqual([id(2)])
    await anew?.done()
    give('0001.json', produced({ message: id(3) }))
    await (await collected())[0]?.done()
    expect(readdirSync(join(answers(), 'done')).sort()).toEqual(['0001.2.json', '0001.json'])
  })

  it('and one that cannot be taken comes with the reason, is put aside with it, and stops no other', async () => {
    give('0001.json', '{"format":')
    give('0002.json', answer({ kind: 'in-production', lines: [{ order: ORDER, card: CARD, holder: 'Ada Lovelace' }] }))
    give('0003.json', Buffer.alloc(20 * 1024 * 1024 + 1, ' '))
    mkdirSync(join(answers(), '0004.json'))
    execFileSync('mkfifo', [join(answers(), '0005.json')])
    give('0006.json', Buffer.from('PK\u0003\u0004\u0014\0\b\0\b\0\xed\xf3', 'latin1'))
    give('0007.json', '<!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;">]><lolz>&b;</lolz>')
    give('0008.json', Buffer.from([0, 1, 2, 0xff, 0xfe]))
    give('Ada Lovelace.json', produced({}))
    give('0009.json', produced({}))
    const given = await collected()
    const lovelace = `answer-${sha256('Ada Lovelace.json').slice(0, 12)}.json`
    expect(given.map((each) => [each.source, 'why' in each ? each.why : each.message.kind])).toEqual([
      ['0001.json', 'It is not JSON.'],
      ['0002.json', 'lines[0] has a field that the contract does not know: holder.'],
      ['0003.json', 'It is larger than 20 MB; give several smaller messages instead.'],
      ['0004.json', 'It is not a file.'],
      ['0005.json', 'It is not a file.'],
      ['0006.json', 'It is not written in UTF-8.'],
      ['0007.json', 'It is not JSON.'],
      ['0008.json', 'It is not written in UTF-8.'],
      ['0009.json', 'produced'],
      [lovelace, expect.stringContaining('Its name')],
    ])
    for (const each of given) if ('why' in each) await each.done()
    expect(readdirSync(answers()).sort()).toEqual(['0009.json', 'done', 'refused'])
    expect(readdirSync(join(answers(), 'refused')).sort()).toEqual(
      given.flatMap((each) => ('why' in each ? [each.source, `${each.source}.why.txt`] : [])).sort(),
    )
    expect(readFileSync(join(answers(), 'refused', '0002.json.why.txt'), 'utf8')).toContain(
      'Why:         lines[0] has a field that the contract does not know: holder.\n',
    )
    expect((await collected()).map(({ source }) => source)).toEqual(['0009.json'])
  })

  it('while one that was corrected under the same name is not put aside in the place of the refused one', async () => {
    give('0001.json', 'not JSON')
    const [refused] = await collected()
    give('0001.json', produced({}))
    await refused?.done()
    expect(messages(await collected())).toHaveLength(1)
    expect(readdirSync(join(answers(), 'refused'))).toEqual([])
  })

  it('but not one with a million lines, which is refused without being looked through', async () => {
    const { lines: _, ...rest } = JSON.parse(produced({}))
    const line = JSON.stringify({ order: ORDER, card: CARD })
    const withLines = (count: number, text: string) =>
      JSON.stringify({ ...rest, lines: [] }).replace('[]', `[${Array(count).fill(text).join(',')}]`)
    give('0001.json', withLines(1_000_000, line))
    give('0002.json', withLines(200_000, line))
    give('0003.json', withLines(1_000_000, '0'))
    const given = await collected()
    expect(given.map((each) => 'why' in each && each.why)).toEqual([
      'It is larger than 20 MB; give several smaller messages instead.',
      'lines has more than 10000 entries; give several messages instead.',
      'lines has more than 10000 entries; give several messages instead.',
    ])
    for (const each of given) await each.done()
    expect(readdirSync(answers()).sort()).toEqual(['done', 'refused'])
    expect(readdirSync(join(answers(), 'refused'))).toHaveLength(6)
  })

  it('but nothing through a link, and what it points to is neither read nor moved', async () => {
    const secret = join(above, 'secret.json')
    writeFileSync(secret, produced({}))
    symlinkSync(secret, join(answers(), '0001.json'))
    const [given] = await collected()
    expect(given).toMatchObject({ source: '0001.json', why: 'It is a link, and only files are read.' })
    await given?.done()
    expect(readdirSync(answers()).sort()).toEqual(['done', 'refused'])
    expect(readFileSync(secret, 'utf8')).toBe(produced({}))
  })

  it('nor from, nor into, folders that lead to another place', async () => {
    mkdirSync(join(above, 'away'))
    rmSync(join(answers(), 'done'), { recursive: true })
    symlinkSync(join(above, 'away'), join(answers(), 'done'))
    give('0001.json', produced({}))
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
    give('0002.json', produced({}))
    const taken: string[] = []
    const error = await failure(
      (async () => {
        for await (const { source, done } of bureau.collect()) {
          await done()
          taken.push(source)
        }
      })(),
    )
    expect(taken).toEqual(['0001.json', '0002.json'])
    expect(error.message).toBe('1 of 2 answers could not be handled and are left where they are: 0001.json is not a folder.')
    expect(readdirSync(answers()).sort()).toEqual(['0001.json', 'done', 'refused'])
    expect(readdirSync(join(answers(), 'done'))).toEqual(['0002.json'])
  })
})

describe('a test of the connection', () => {
  it('says what works, and leaves nothing behind', async () => {
    rmSync(join(answers(), 'done'), { recursive: true })
    give('0001.json', produced({}))
    expect(await bureau.test()).toEqual([
      { ok: true, sentence: `The folder ${folder} is there.` },
      { ok: true, sentence: 'Batches can be written to orders/.' },
      { ok: true, sentence: 'Answers can be read from answers/.' },
      { ok: true, sentence: 'Answers can be moved to answers/done/.' },
      { ok: true, sentence: 'Answers can be moved to answers/refused/.' },
    ])
    expect(readdirSync(folder, { recursive: true }).sort()).toEqual([
      'answers',
      'answers/0001.json',
      'answers/done',
      'answers/refused',
      'orders',
    ])
  })

  it.each<[string, () => void, number, RegExp]>([
    ['a folder that is not there', () => rmSync(folder, { recursive: true }), 1, /bureau is not there\. Mount the share/],
    ['a share that is not mounted', () => rmSync(orders(), { recursive: true }), 2, /orders is not there\. Create orders\//],
    [
      'an orders/ that leads to another place',
      () => {
        renameSync(orders(), join(above, 'away'))
        symlinkSync(join(above, 'away'), orders())
      },
      2,
      /orders is a link to another place\. /,
    ],
    ['an answers/ that is not there', () => rmSync(answers(), { recursive: true }), 3, /answers is not there\. Create answers\//],
    [
      'an answers/done that is a file',
      () => {
        rmSync(join(answers(), 'done'), { recursive: true })
        writeFileSync(join(answers(), 'done'), '')
      },
      4,
      /answers\/done is not a folder\. Let Cardinal/,
    ],
  ])('stops at %s, and says what to do', async (_, spoil, steps, sentence) => {
    spoil()
    const findings = await bureau.test()
    expect(findings.map(({ ok }) => ok)).toEqual([...Array(steps - 1).fill(true), false])
    expect(findings.at(-1)?.sentence).toMatch(sentence)
    expect(readdirSync(above, { recursive: true }).filter((name) => String(name).includes('.part'))).toEqual([])
  })
})

const orders = () => join(folder, 'orders')
const photos = () => join(orders(), 'photos')
const answers = () => join(folder, 'answers')
const give = (name: string, content: string | Uint8Array) => writeFileSync(join(answers(), name), content)

function photo(mediaType: string, content: string): SealedPhoto {
  const bytes = new TextEncoder().encode(content)
  return { sha256: sha256(bytes), mediaType, bytes }
}

function line(firstName: string, photo?: SealedPhoto): ManifestLine {
  const fields = { firstName, lastName: 'Lovelace', employeeNumber: '7', unit: null, validTo: '2029-06-30' }
  return { order: ORDER, card: CARD, cardNumber: 1042, layout: 'plain', fields, photo: photo?.sha256 ?? null }
}

function sealed(lines: ManifestLine[]): OrderBatch {
  const manifest = { version: 1, batch: BATCH, number: 12, bureau: 'bureau', orders: lines } as const
  const hash = sha256(canonical(manifest))
  return { format: 'cardinal-bureau', version: 1, kind: 'order-batch', message: BATCH, at: AT, hash, signature: null, manifest }
}
const batchOf = (firstName: string) => sealed([line(firstName)])

const answer = (fields: object) => JSON.stringify({ format: 'cardinal-bureau', version: 1, message: id(1), at: AT, ...fields })
const produced = (fields: object) => answer({ kind: 'produced', lines: [{ order: ORDER, card: CARD, chipNumber: '04A1B2' }], ...fields })

async function collected(): Promise<Delivery[]> {
  const found = []
  for await (const each of bureau.collect()) found.push(each)
  return found
}

const messages = (deliveries: readonly Delivery[]): FromBureau[] => deliveries.flatMap((each) => ('message' in each ? [each.message] : []))

/** No file of this process may become larger than 64 kB meanwhile, which is what a full disk is like. */
function withoutRoom(work: () => Promise<unknown>): Promise<Error> {
  const limit = (size: string) => execFileSync('prlimit', [`--fsize=${size}:`, `--pid=${process.pid}`])
  limit('65536')
  return failure(work()).finally(() => limit('unlimited'))
}

async function failure(work: Promise<unknown>): Promise<Error> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof Error)) throw new Error('It did not fail.')
  return error
}

import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { acknowledgementOf, batchOf, boxAtWork, comes, idOf, orderOf, readAnswer, recallOf } from '../../../test/bureau-messages.ts'
import { sha256 } from '../../kit/hash.ts'
import { prepareFolder } from '../bureaus/directory.ts'
import type { FromBureau, ToBureau } from '../contract/message.ts'
import { type BoxSettings, runBox } from './box.ts'

const clock = { now: 0 }
let folder = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cardinal-box-'))
  clock.now = Date.UTC(2026, 5, 1)
})
afterEach(() => rmSync(folder, { recursive: true }))

it('acknowledges a batch, then tells of its production and of its cards, each once, also when it is started anew in between', async () => {
  let box = await opened()
  give(batchOf(1, 3))
  expect(kinds(await heard(2))).toEqual(['acknowledged', 'cut-off'])
  await box.close()

  box = await opened()
  clock.now += 15_000
  const [begun] = await heard(1)
  expect(begun).toMatchObject({ kind: 'in-production', lines: [orderOf(0), orderOf(1), orderOf(2)] })
  await box.close()
  give(batchOf(1, 3))

  clock.now += 15_000
  box = await opened()
  const [produced] = await heard(1)
  expect(produced).toMatchObject({ kind: 'produced', lines: [orderOf(0), orderOf(1), orderOf(2)] })
  await box.rounds(3)
  await box.close()
  expect([answers(), readdirSync(join(folder, 'answers', 'done')).length]).toEqual([[], 4])
})

it('says the same again after it was killed between an answer and its memory of it', async () => {
  let box = await opened()
  give(batchOf(1, 2))
  await comes(() => answers().length === 2 && remembered().includes('"letters":[]'), 'the batch is acknowledged')
  const memory = remembered()
  clock.now += 300_000
  await comes(() => answers().length === 4, 'all is said')
  await box.close()
  const before = contents()

  writeFileSync(memoryFile(), memory)
  await heard(4)
  box = await opened()
  await box.hears('produced')
  await box.rounds(3)
  expect(answers()).toEqual([])
  await box.close()

  for (const name of ['answers/done', 'answers']) rmSync(join(folder, name), { recursive: true })
  writeFileSync(memoryFile(), memory)
  box = await opened()
  await comes(() => answers().length === 2, 'the rest is said')
  await box.close()
  expect(contents()).toEqual(before.slice(2))
})

it('gives what it had composed when it is started again, just as it was composed', async () => {
  let box = await opened({ script: { delay: 600 } })
  give(batchOf(1, 2), recallOf(1, [0]))
  await comes(() => remembered().includes('recall-accepted'), 'the recall is answered')
  await box.close()
  expect(answers()).toEqual([])

  clock.now += 600_000
  box = await opened({ script: { refuseRecalls: true } })
  const all = await heard(5)
  await box.close()
  expect(kinds(all)).toEqual(['acknowledged', 'cut-off', 'recall-accepted', 'in-production', 'produced'])
  expect(all.map(({ at }) => at.slice(11, 16))).toEqual(['00:00', '00:00', '00:00', '00:10', '00:10'])
  expect(all[4]).toMatchObject({ lines: [orderOf(1)] })
})

it('takes batches in the order of their numbers, and answers each', async () => {
  await prepareFolder(folder)
  give(batchOf(10, 1, { first: 10 }), batchOf(9, 1))
  const box = await opened()
  const acknowledged = (await heard(4)).filter(({ kind }) => kind === 'acknowledged')
  await box.close()
  expect(acknowledged).toMatchObject([{ of: idOf(900_009) }, { of: idOf(900_010) }])
  expect(box.said.filter((line) => line.includes('taken'))).toEqual(['Batch 9: taken, 1 orders.', 'Batch 10: taken, 1 orders.'])
})

it('answers a large batch in several files that sort in the order they were given', async () => {
  const box = await opened({ secondsToProduction: 0, secondsToProduced: 0 })
  give(batchOf(7, 10_001))
  const all = await heard(7)
  await box.close()
  expect(all.map((message) => [message.kind, 'lines' in message ? message.lines.length : 0])).toEqual([
    ['acknowledged', 0],
    ['acknowledged', 0],
    ['cut-off', 0],
    ['in-production', 10_000],
    ['in-production', 1],
    ['produced', 10_000],
    ['produced', 1],
  ])
})

it('does not take what is spoilt, says so once, and goes on with the others', async () => {
  const box = await opened()
  const spoilt = { ...batchOf(1, 1), hash: sha256('other') }
  give(spoilt)
  writeFileSync(join(folder, 'orders', 'notes.json'), 'hello')
  writeFileSync(join(folder, 'orders', '.hidden.json'), 'hello')
  give(batchOf(2, 1))
  expect((await heard(2))[0]).toMatchObject({ kind: 'acknowledged', of: batchOf(2, 1).message })
  await box.rounds(3)
  await box.close()
  const notTaken = box.said.filter((line) => line.includes('is not taken'))
  expect(notTaken).toEqual([expect.stringContaining(`batch-1-${spoilt.message}.json`), expect.stringContaining('notes.json')])
})

it('says loudly that another message came under an id that is known, and does not take it; a repeat is passed over', async () => {
  const box = await opened()
  give(batchOf(1, 2))
  await heard(2)
  await comes(() => remembered().includes('"letters":[]'), 'it is remembered')
  const memory = remembered()
  give({ ...recallOf(1, [0]), message: batchOf(1, 2).message })
  expect(await box.hears('Another message with the same id')).toContain('is not taken')
  give({ ...batchOf(1, 2), at: '2026-06-02T00:00:00Z' })
  await box.rounds(3)
  await box.close()
  expect([answers(), remembered(), box.said.filter((line) => line.includes('not taken')).length]).toEqual([[], memory, 1])
})

it('notes that Cardinal acknowledged one of its messages', async () => {
  const box = await opened()
  give(batchOf(1, 1))
  const [acknowledged] = await heard(2)
  give(acknowledgementOf(acknowledged?.message ?? '', 1))
  await comes(() => remembered().includes('"isAcknowledged":true'), 'it is noted')
  await box.close()
  expect([answers(), box.said.filter((line) => line.includes('not taken'))]).toEqual([[], []])
})

it('refuses orders by the layout it was told, by its script, and for a photo that did not come', async () => {
  const field = { type: 'text' as const, from: 'card.unit' }
  const layout = {
    name: 'plain',
    label: 'Plain',
    fields: [
      { ...field, name: 'firstName', label: 'First name', required: true, maxLength: 3 },
      { ...field, name: 'unit', label: 'Unit', required: false },
    ],
    photo: null,
  }
  const box = await opened({ layouts: [layout], script: { refuseFields: ['unit'] } })
  const fields = { firstName: 'Ada', unit: null }
  const photo = sha256('a photo')
  mkdirSync(join(folder, 'orders', 'photos'))
  writeFileSync(join(folder, 'orders', 'photos', `${photo}.jpg`), 'a photo')
  give(
    batchOf(1, 1, { line: { fields } }),
    batchOf(2, 1, { first: 10, line: { fields: { ...fields, firstName: 'Adalbert' } } }),
    batchOf(3, 1, { first: 20, line: { fields: { ...fields, unit: 'Engines' } } }),
    batchOf(4, 1, { first: 30, line: { fields, layout: 'other' } }),
    batchOf(5, 1, { first: 40, line: { fields, photo } }),
    batchOf(6, 1, { first: 50, line: { fields, photo: sha256('another') } }),
    batchOf(7, 1, { line: { fields } }),
  )
  await comes(() => acknowledgements().length === 7, 'all are acknowledged')
  await box.close()
  const codes = acknowledgements().map(({ refused }) => refused?.map(({ code, field: of }) => (of ? `${code} ${of}` : code)))
  expect(codes).toEqual([
    undefined,
    [expect.stringMatching(/ firstName$/)],
    ['field-refused unit'],
    ['unknown-layout'],
    undefined,
    ['photo-missing'],
    ['order-known'],
  ])
  expect(readFileSync(memoryFile(), 'utf8')).not.toMatch(/Adalbert|Engines/)
})

it('takes nothing and answers nothing while it is down, and is as it should be afterwards', async () => {
  const box = await opened({ secondsDown: 3600 })
  give(batchOf(1, 1))
  await box.rounds(3)
  expect([answers(), existsSync(memoryFile())]).toEqual([[], false])
  clock.now += 3_600_000
  expect(kinds(await heard(2))).toEqual(['acknowledged', 'cut-off'])
  await box.close()
})

it('refuses to start without its folder, or with a memory that is not its own', async () => {
  const quiet = { say: () => undefined }
  await expect(runBox({ folder: join(folder, 'nowhere'), ...quiet }, AbortSignal.timeout(1000))).rejects.toThrow('is not a folder')
  for (const memory of ['{}', 'null', 'hello', '{"format":"cardinal-bureau-in-a-box","version":3,"batches":[]}']) {
    writeFileSync(memoryFile(), memory)
    await expect(runBox({ folder, ...quiet }, AbortSignal.timeout(1000))).rejects.toThrow('is not what this bureau in a box has written')
    expect(remembered()).toBe(memory)
  }
  expect(readdirSync(folder)).toEqual(['.bureau-in-a-box.json'])
})

it('brings to its end what an earlier version had begun', async () => {
  const orders = [orderOf(0), orderOf(1)]
  const batches = [
    { message: idOf(900_001), number: 1, takenAt: clock.now - 500_000, stage: 'finished', orders: [] },
    { message: idOf(900_002), number: 2, takenAt: clock.now - 15_000, stage: 'in production', orders },
  ]
  writeFileSync(memoryFile(), JSON.stringify({ format: 'cardinal-bureau-in-a-box', version: 1, batches }))
  const box = await opened()
  give(batchOf(1, 3))
  clock.now += 15_000
  expect(await heard(1)).toMatchObject([{ kind: 'produced', lines: orders }])
  await box.rounds(3)
  await box.close()
  expect(answers()).toEqual([])
})

it('says once that its folder went away, and carries on when it is back', async () => {
  const box = await opened()
  rmSync(join(folder, 'orders'), { recursive: true })
  await box.hears('cannot go on for now')
  await box.rounds(3)
  expect(box.said.filter((line) => line.includes('cannot go on for now'))).toHaveLength(1)
  await prepareFolder(folder)
  give(batchOf(1, 1))
  expect(kinds(await heard(2))).toEqual(['acknowledged', 'cut-off'])
  await box.close()
})

const opened = (settings: Partial<BoxSettings> = {}) => boxAtWork(clock, { folder, ...settings })

/** Puts messages into `orders/` as Cardinal does: whole. A repeat takes the place of the file. */
function give(...messages: ToBureau[]): void {
  for (const message of messages) {
    const name =
      message.kind === 'order-batch'
        ? `batch-${message.manifest.number}-${message.message}.json`
        : `${message.kind}-${message.message}.json`
    writeFileSync(join(folder, 'orders', `.${name}.part`), JSON.stringify(message))
    renameSync(join(folder, 'orders', `.${name}.part`), join(folder, 'orders', name))
  }
}

const answers = (): string[] => {
  const place = join(folder, 'answers')
  return existsSync(place)
    ? readdirSync(place)
        .filter((name) => /^[^.].*\.json$/.test(name))
        .sort()
    : []
}

const contents = (): string[] => answers().map((name) => readFileSync(join(folder, 'answers', name), 'utf8'))

const acknowledgements = () =>
  contents()
    .map(readAnswer)
    .flatMap((message) => (message.kind === 'acknowledged' ? [message] : []))

/** The next so many answers in the order of their names, each moved away as Cardinal does. */
async function heard(count: number): Promise<FromBureau[]> {
  await comes(() => answers().length >= count, `${count} answers come`)
  return answers().map((name) => {
    const message = readAnswer(readFileSync(join(folder, 'answers', name), 'utf8'))
    renameSync(join(folder, 'answers', name), join(folder, 'answers', 'done', name))
    return message
  })
}

const kinds = (messages: readonly FromBureau[]) => messages.map(({ kind }) => kind)
const memoryFile = () => join(folder, '.bureau-in-a-box.json')
const remembered = () => (existsSync(memoryFile()) ? readFileSync(memoryFile(), 'utf8') : '')

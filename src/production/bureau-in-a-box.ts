/**
 * A bureau that produces nothing, for demonstrations, tests and an engineer who wants to see the contract at work. It keeps to
 * docs/bureau/directory.md like a real one: it takes batches from `orders/`, acknowledges them, and answers after a while that the cards
 * are in production, and then produced or failed. It is deterministic and remembers what it has done, so that a restart neither loses
 * nor doubles an answer.
 */
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type Clock, systemClock } from '../kit/clock.ts'
import { sha256 } from '../kit/hash.ts'
import { createIds, type NewId } from '../kit/id.ts'
import { type BoxBatch, type BoxMemory, readMemory, saveMemory } from './box-memory.ts'
import type { AnswerFile } from './bureaus/answer-file.ts'
import { readBatchFile } from './bureaus/batch-file.ts'
import { prepareFolder } from './bureaus/directory.ts'
import { writeWhole } from './bureaus/whole-file.ts'

export interface BoxSettings {
  readonly directory: string
  /** From taking a batch to its cards being in production. */
  readonly secondsToProduction: number
  /** From being in production to being produced. */
  readonly secondsToProduced: number
  /** One card in so many fails, as the seed chooses; 0 for none. */
  readonly failEvery: number
  readonly seed: string
  readonly pollMilliseconds: number
  readonly clock: Clock
  say(line: string): void
}

/** Runs until the signal aborts; an answer that has begun is finished. Refuses a directory that is not there. */
export async function runBureau(given: Partial<BoxSettings> & Pick<BoxSettings, 'directory'>, signal: AbortSignal): Promise<void> {
  const settings: BoxSettings = { ...DEFAULTS, ...given }
  await mustBeFolder(settings.directory)
  await prepareFolder(settings.directory)
  const box: Box = { settings, memory: await readMemory(settings.directory), newId: createIds(settings.clock), puzzling: new Set() }
  settings.say(`The bureau in a box watches ${join(settings.directory, 'orders')}.`)
  let trouble = ''
  while (!signal.aborted) {
    try {
      await takeBatches(box)
      for (const batch of box.memory.batches) if (!signal.aborted) await answerWhatIsDue(box, batch)
      trouble = ''
    } catch (error) {
      const said = error instanceof Error ? error.message : String(error)
      if (said !== trouble) settings.say(`The bureau in a box cannot go on for now, and tries again: ${said}`)
      trouble = said
    }
    await pause(settings.pollMilliseconds, undefined, { signal }).catch(() => undefined)
  }
}

interface Box {
  readonly settings: BoxSettings
  readonly memory: BoxMemory
  readonly newId: NewId
  /** Files it cannot take, so that it says so once. */
  readonly puzzling: Set<string>
}

const DEFAULTS: Omit<BoxSettings, 'directory'> = {
  secondsToProduction: 5,
  secondsToProduced: 10,
  failEvery: 0,
  seed: 'cardinal',
  pollMilliseconds: 500,
  clock: systemClock,
  say: (line) => console.info(line),
}

/** A file name of the bureau's answers has room for so many reports before it becomes too large to read at once. */
const REPORTS_IN_A_FILE = 10_000

async function mustBeFolder(directory: string): Promise<void> {
  const found = await stat(directory).catch(() => undefined)
  if (!found?.isDirectory())
    throw new Error(`${directory} is not a folder. Create it, or name the folder that Cardinal hands its batches over in.`)
}

/** Remembers the batches that are new. Nothing is answered for a batch before it is remembered on the disk. */
async function takeBatches({ settings, memory, newId, puzzling }: Box): Promise<void> {
  const known = new Set(memory.batches.map((batch) => batch.message))
  const orders = join(settings.directory, 'orders')
  const names = (await readdir(orders)).filter((name) => name.endsWith('.json') && !name.startsWith('.') && !puzzling.has(name))
  const taken: BoxBatch[] = []
  for (const name of names) {
    if (known.has(messageIn(name))) continue
    const file = readBatchFile(await readFile(join(orders, name), 'utf8'))
    if (typeof file === 'string') {
      puzzling.add(name)
      settings.say(`${name} is not taken. ${file}`)
    } else if (!known.has(file.message)) {
      known.add(file.message)
      const { number, orders: lines } = file.manifest
      const pairs = lines.map(({ order, card }) => ({ order, card }))
      taken.push({ message: file.message, number, takenAt: settings.clock.now().getTime(), stage: 'taken', orders: pairs })
    }
  }
  if (taken.length === 0) return
  memory.batches.push(...taken.sort((a, b) => a.number - b.number))
  await saveMemory(settings.directory, memory, newId())
  for (const batch of taken) settings.say(`Batch ${batch.number}: taken, ${batch.orders.length} orders.`)
}

/** `batch-12-<message>.json` names its message, so that a file that was taken is not read again in every round. */
const messageIn = (name: string): string => name.replace(/\.json$/, '').slice(-36)

/** Gives the answers whose time has come, one stage after the other, remembering each stage after its answers were written. */
async function answerWhatIsDue({ settings, memory, newId }: Box, batch: BoxBatch): Promise<void> {
  const remember = () => saveMemory(settings.directory, memory, newId())
  const age = (settings.clock.now().getTime() - batch.takenAt) / 1000
  if (batch.stage === 'taken') {
    await give(settings, batch, 1, [batch.message], [], newId)
    batch.stage = 'acknowledged'
    await remember()
  }
  if (batch.stage === 'acknowledged' && age >= settings.secondsToProduction) {
    await give(
      settings,
      batch,
      2,
      [],
      batch.orders.map((order) => reportOf(order, { status: 'in production' })),
      newId,
    )
    batch.stage = 'in production'
    await remember()
    settings.say(`Batch ${batch.number}: in production.`)
  }
  if (batch.stage === 'in production' && age >= settings.secondsToProduction + settings.secondsToProduced) {
    const reports = batch.orders.map((order) => reportOf(order, outcomeOf(order, settings)))
    await give(settings, batch, 3, [], reports, newId)
    batch.stage = 'finished'
    batch.orders = []
    await remember()
    const failed = reports.filter((report) => report.status === 'failed').length
    settings.say(`Batch ${batch.number}: ${reports.length - failed} produced, ${failed} failed.`)
  }
}

type ReportLine = AnswerFile['reports'][number]

const reportOf = (
  { order, card }: { order: string; card: string },
  outcome: Pick<ReportLine, 'status' | 'chipNumber' | 'text'>,
): ReportLine => ({
  message: derivedId(`report ${order} ${outcome.status}`),
  card,
  order,
  ...outcome,
})

function outcomeOf(
  { order, card }: { order: string; card: string },
  { failEvery, seed }: BoxSettings,
): Pick<ReportLine, 'status' | 'chipNumber' | 'text'> {
  const drawn = Number.parseInt(sha256(`${seed} ${order}`).slice(0, 12), 16)
  if (failEvery > 0 && drawn % failEvery === 0) return { status: 'failed', text: FAILURES[drawn % FAILURES.length] ?? 'It failed.' }
  return { status: 'produced', chipNumber: `04${sha256(card).slice(0, 12).toUpperCase()}` }
}

const FAILURES = ['The chip did not answer when it was tested.', 'The printed side was damaged.', 'The card was lost in the machine.']

/**
 * Writes the answers of one stage. Their names sort in the order they are given. One that was written before a restart, and may have
 * been read since, is not written again.
 */
async function give(
  { directory }: BoxSettings,
  batch: BoxBatch,
  step: 1 | 2 | 3,
  acknowledges: string[],
  reports: ReportLine[],
  newId: NewId,
): Promise<void> {
  const answers = join(directory, 'answers')
  for (let part = 1, from = 0; part === 1 || from < reports.length; part++, from += REPORTS_IN_A_FILE) {
    const name = `batch-${String(batch.number).padStart(9, '0')}-${batch.message}-${step}-${String(part).padStart(4, '0')}.json`
    if (await wasGiven(answers, name)) continue
    const message = derivedId(`answer ${batch.message} ${step} ${part}`)
    const file: AnswerFile = {
      format: 'cardinal-answer',
      version: 1,
      message,
      acknowledges,
      reports: reports.slice(from, from + REPORTS_IN_A_FILE),
    }
    await writeWhole(answers, name, `${JSON.stringify(file)}\n`, newId())
  }
}

async function wasGiven(answers: string, name: string): Promise<boolean> {
  const places = [answers, join(answers, 'done'), join(answers, 'refused')]
  const found = await Promise.all(
    places.map((place) =>
      stat(join(place, name)).then(
        () => true,
        () => false,
      ),
    ),
  )
  return found.includes(true)
}

/** The same words give the same id, so that whatever is said twice is known to be the same. */
function derivedId(words: string): string {
  const hex = sha256(words)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/**
 * A bureau that produces nothing, for demonstrations, tests and an engineer who wants to see the contract at work. It keeps to the
 * contract like a real one over any of the three transports: it takes batches and recalls, acknowledges, and answers after a while that
 * the cards are in production, and then produced or failed, and shipped. It is deterministic and remembers what it has done, so that a
 * restart neither loses nor doubles an answer; and it does wrong what its script asks for.
 */
import { stat } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import type { Layout } from '../../catalog/layout.ts'
import { type Clock, systemClock } from '../../kit/clock.ts'
import { createIds, type FillRandom, fillRandom, type NewId } from '../../kit/id.ts'
import type { ToBureau } from '../contract/message.ts'
import { readToBureau } from '../contract/read-message.ts'
import { type Habits, letTimePass } from './answers.ts'
import { hear, type Outcome } from './hearing.ts'
import { dueLetters, given } from './letters.ts'
import { type BoxMemory, readMemory, saveMemory } from './memory.ts'
import { refusalsOf } from './refusals.ts'
import { faultless, type Script } from './script.ts'
import type { Arrival, Surroundings, Transport, TransportSettings } from './transport.ts'

export interface BoxSettings extends Habits {
  /** Where it remembers what it did; for a directory, also where `orders/` and `answers/` are. */
  readonly folder: string
  readonly transport: TransportSettings
  /** The layouts it validates orders against; none for a bureau that takes all. */
  readonly layouts: readonly Layout[]
  readonly script: Partial<Script>
  /** It begins by being down for so long. */
  readonly secondsDown: number
  /** The page that shows what it received: its port, 0 for any that is free; undefined for no page. */
  readonly page: { readonly port: number; readonly showNames?: boolean } | undefined
  readonly pollMilliseconds: number
  readonly clock: Clock
  readonly fillRandom: FillRandom
  say(line: string): void
}

/**
 * Runs until the signal aborts; an answer that has begun is finished. Refuses a folder that is not there, and a memory in it that it
 * cannot read.
 */
export async function runBox(told: Partial<BoxSettings> & Pick<BoxSettings, 'folder'>, signal: AbortSignal): Promise<void> {
  const settings: BoxSettings = { ...DEFAULTS, ...told }
  await mustBeFolder(settings.folder)
  const bell = createBell()
  const box: Box = {
    settings,
    memory: await readMemory(settings.folder),
    newId: createIds(settings.clock),
    script: { ...faultless, ...settings.script },
    downUntil: settings.clock.now().getTime() + settings.secondsDown * 1000,
    isUnsaved: false,
    names: new Map(),
    wake: bell.ring,
  }
  const transport = await openTransport(box)
  try {
    settings.say(transport.sentence)
    const page = settings.page && (await (await import('./page.ts')).openPage(box, settings.page))
    if (page) settings.say(`What it received and says is shown on ${page.address}.`)
    await work(box, transport, bell, signal).finally(() => page?.close())
  } finally {
    await transport.close()
  }
}

/** A bureau in a box at work. */
export interface Box {
  readonly settings: BoxSettings
  readonly memory: BoxMemory
  readonly newId: NewId
  /** What it does wrong as of now. */
  script: Script
  /** In milliseconds since 1970. */
  downUntil: number
  /** Whether the memory holds what is not on the disk yet. */
  isUnsaved: boolean
  /** Who each order is for, where names are to be shown; they are nowhere else, and forgotten when the bureau stops. */
  readonly names: Map<string, string>
  /** Has it look at once. */
  wake(): void
}

export const isDown = ({ settings, downUntil }: Pick<Box, 'settings' | 'downUntil'>): boolean => settings.clock.now().getTime() < downUntil

const DEFAULTS: Omit<BoxSettings, 'folder'> = {
  transport: { kind: 'directory' },
  secondsToProduction: 5,
  secondsToProduced: 10,
  secondsToShipped: 5,
  failEvery: 0,
  seed: 'cardinal',
  layouts: [],
  script: {},
  secondsDown: 0,
  page: undefined,
  pollMilliseconds: 500,
  clock: systemClock,
  fillRandom,
  say: (line) => console.info(line),
}

async function mustBeFolder(folder: string): Promise<void> {
  const found = await stat(folder).catch(() => undefined)
  if (!found?.isDirectory()) throw new Error(`${folder} is not a folder. Create it, or name the folder that the bureau in a box is to use.`)
}

/** What only one transport needs is loaded with it. */
async function openTransport(box: Box): Promise<Transport> {
  const { settings, newId, wake } = box
  const { folder, fillRandom, clock, say, transport } = settings
  const around: Surroundings = { folder, fillRandom, newId, wake, say, now: () => clock.now(), isDown: () => isDown(box) }
  if (transport.kind === 'rest') return (await import('./rest-transport.ts')).restTransport(transport, around)
  if (transport.kind === 'sftp') return (await import('./sftp-transport.ts')).sftpTransport(transport, around)
  return (await import('./directory-transport.ts')).directoryTransport(around)
}

async function work(box: Box, transport: Transport, bell: Bell, signal: AbortSignal): Promise<void> {
  let trouble = ''
  while (!signal.aborted) {
    try {
      if (!isDown(box)) await goRound(box, transport, signal)
      trouble = ''
    } catch (error) {
      const said = error instanceof Error ? error.message : String(error)
      if (said !== trouble) box.settings.say(`The bureau in a box cannot go on for now, and tries again: ${said}`)
      trouble = said
    }
    await bell.wait(box.settings.pollMilliseconds, signal)
  }
}

async function goRound(box: Box, transport: Transport, signal: AbortSignal): Promise<void> {
  await passTime(box)
  for await (const arrival of transport.take()) {
    await takeIn(box, transport, arrival)
    if (signal.aborted) return
  }
  await passTime(box)
  try {
    for (const letter of dueLetters(box.memory, now(box), box.script)) {
      if (signal.aborted) break
      await transport.give(letter.message, letter.number)
      given(box.memory, letter, now(box))
      box.isUnsaved = true
    }
  } finally {
    await save(box)
  }
}

const now = ({ settings }: Box): number => settings.clock.now().getTime()

/** What is composed is brought to the disk before anything of it is given, so that it is not composed otherwise after a restart. */
async function passTime(box: Box): Promise<void> {
  const before = box.memory.composed
  const told = letTimePass(box.memory, now(box), box.settings, box.script)
  if (told.length > 0 || box.memory.composed > before) box.isUnsaved = true
  await save(box)
  for (const line of told) box.settings.say(line)
}

/** Nothing is answered for a message, and nobody is told that it was taken, before it is remembered on the disk. */
async function takeIn(box: Box, transport: Transport, arrival: Arrival): Promise<void> {
  try {
    const read = 'why' in arrival.text ? arrival.text : readToBureau(arrival.text)
    const outcome = 'why' in read ? read : await heard(box, read.message, arrival)
    await save(box)
    if ('message' in read && read.message.kind === 'acknowledged') await transport.acknowledged?.(read.message.of)
    await arrival.done(outcome)
    const line = sentenceOf(arrival.source, outcome, 'message' in read ? read.message : undefined)
    if (line) box.settings.say(line)
  } catch (error) {
    await arrival.failed()
    throw error
  }
}

async function heard(box: Box, message: ToBureau, arrival: Arrival): Promise<Outcome> {
  const { memory, settings, script } = box
  const isNew = message.kind === 'order-batch' && !memory.heard.some((one) => one.message === message.message)
  const known = new Set(isNew ? memory.batches.flatMap(({ orders }) => orders.map(({ order }) => order)) : [])
  const rules = { layouts: settings.layouts, refuseFields: script.refuseFields, known, photo: arrival.photo }
  const refusals = isNew ? await refusalsOf(message, rules) : new Map()
  const outcome = hear(memory, message, refusals, { now: now(box), habits: settings, script })
  if (outcome === 'taken') box.isUnsaved = true
  if (isNew && settings.page?.showNames) for (const { order, fields } of message.manifest.orders) box.names.set(order, nameIn(fields))
  return outcome
}

/** Whatever stands in fields that are called something with name. */
const nameIn = (fields: Readonly<Record<string, string | null>>): string =>
  Object.entries(fields)
    .flatMap(([name, value]) => (/name/i.test(name) && value ? [value] : []))
    .join(' ')

function sentenceOf(source: string, outcome: Outcome, message: ToBureau | undefined): string | undefined {
  if (typeof outcome === 'object') return `${source} is not taken. ${outcome.why}`
  if (outcome === 'another')
    return `${source} is not taken. Another message with the same id was taken before, and only a repeat may keep its id.`
  if (outcome === 'known' || !message) return undefined
  if (message.kind === 'order-batch') return `Batch ${message.manifest.number}: taken, ${message.manifest.orders.length} orders.`
  return message.kind === 'recall' ? `Recall of ${message.lines.length} orders: taken.` : undefined
}

async function save(box: Box): Promise<void> {
  if (!box.isUnsaved) return
  box.isUnsaved = false
  try {
    await saveMemory(box.settings.folder, box.memory, box.newId())
  } catch (error) {
    box.isUnsaved = true
    throw error
  }
}

/** Lets the bureau wait for the next round, unless there is something to do at once. */
interface Bell {
  ring(): void
  wait(milliseconds: number, signal: AbortSignal): Promise<void>
}

function createBell(): Bell {
  let wasRung = false
  let waiting = new AbortController()
  return {
    ring() {
      wasRung = true
      waiting.abort()
    },
    async wait(milliseconds, signal) {
      if (!wasRung) await pause(milliseconds, undefined, { signal: AbortSignal.any([signal, waiting.signal]) }).catch(() => undefined)
      wasRung = false
      waiting = new AbortController()
    },
  }
}

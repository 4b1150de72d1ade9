/** What the bureau in a box remembers over a restart. It names orders and cards by their ids, and holds nothing about a person. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { writeWhole } from '../bureaus/whole-file.ts'
import type { FromBureau } from '../contract/message.ts'

/** Where an order is at the bureau. `left out`: it was produced, and the script lets nobody know. */
export type Place = 'taken' | 'refused' | 'recalled' | 'in production' | 'produced' | 'failed' | 'left out' | 'shipped'

export interface BoxOrder {
  readonly order: string
  readonly card: string
  place: Place
}

export interface BoxBatch {
  readonly message: string
  readonly number: number
  /** In milliseconds since 1970. */
  readonly takenAt: number
  stage: 'taken' | 'in production' | 'produced' | 'finished'
  /** Into how many shipments it is divided, and how many of them have left; decided when it is produced. */
  shipments: number
  shipped: number
  /** The names of input fields that have a value in every order of it. */
  readonly fields: readonly string[]
  /** Forgotten when the batch has been finished for long. */
  orders: BoxOrder[]
}

/** A message that was composed and is to be given. It is on the disk before it is given, so that a repeat is the same to the letter. */
export interface Letter {
  /** Counts the letters; transports whose messages are sorted by their names sort by it. */
  number: number
  readonly message: FromBureau
  /** The batch it tells the progress of; null for an answer to something else. */
  readonly about: string | null
  /** In milliseconds since 1970. */
  readonly giveAt: number
  /** Waits for the next one about its batch, to be given after it. */
  held: boolean
}

/** A message that came in. */
export interface Heard {
  readonly message: string
  readonly kind: 'order-batch' | 'recall' | 'acknowledged'
  /** SHA-256 of what it asks for, by which a repeat is told from another message with the same id. */
  readonly hash: string
  readonly at: number
  readonly lines: number
}

/** A message that was given, or was lost on purpose. */
export interface Said {
  readonly message: string
  readonly kind: FromBureau['kind']
  readonly batch: number | null
  readonly lines: number
  readonly at: number
  readonly isLost: boolean
  isAcknowledged: boolean
}

export interface BoxMemory {
  readonly format: 'cardinal-bureau-in-a-box'
  readonly version: 2
  heard: Heard[]
  batches: BoxBatch[]
  /** Orders to be reported produced although the bureau does not have them. */
  ghosts: { readonly order: string; readonly card: string; readonly dueAt: number }[]
  letters: Letter[]
  said: Said[]
  /** How many messages were composed, also those that were lost. */
  composed: number
  /** How many letters were numbered. */
  numbered: number
}

export const emptyMemory = (): BoxMemory => ({
  format: 'cardinal-bureau-in-a-box',
  version: 2,
  heard: [],
  batches: [],
  ghosts: [],
  letters: [],
  said: [],
  composed: 0,
  numbered: 0,
})

/** What was remembered, or an empty memory for a first start. Refuses a file that it cannot read, since starting afresh would answer twice. */
export async function readMemory(folder: string): Promise<BoxMemory> {
  const path = join(folder, FILE)
  const text = await readFile(path, 'utf8').catch((error) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  })
  if (text === undefined) return emptyMemory()
  const read = parsed(text)
  const memory = isFirstVersion(read) ? ofFirstVersion(read) : read
  if (!isMemory(memory))
    throw new Error(
      `${path} is not what this bureau in a box has written. Remove it to let the bureau start afresh; it then answers every batch again.`,
    )
  return memory
}

export const saveMemory = (folder: string, memory: BoxMemory, token: string): Promise<void> =>
  writeWhole(folder, FILE, `${JSON.stringify(memory)}\n`, token)

const FILE = '.bureau-in-a-box.json'

const LISTS = ['heard', 'batches', 'ghosts', 'letters', 'said'] as const

const isMemory = (memory: Partial<BoxMemory> | FirstVersion | null | undefined): memory is BoxMemory =>
  memory?.version === 2 && memory.format === 'cardinal-bureau-in-a-box' && LISTS.every((name) => Array.isArray(memory[name]))

/** As it was written before there were other messages than batches and answers to them. */
interface FirstVersion {
  readonly version: 1
  readonly batches: readonly {
    readonly message: string
    readonly number: number
    readonly takenAt: number
    readonly stage: 'taken' | 'acknowledged' | 'in production' | 'finished'
    readonly orders: readonly { readonly order: string; readonly card: string }[]
  }[]
}

const isFirstVersion = (read: unknown): read is FirstVersion => {
  const { format, version, batches } = (read ?? {}) as { format?: unknown; version?: unknown; batches?: unknown }
  return format === 'cardinal-bureau-in-a-box' && version === 1 && Array.isArray(batches)
}

/** What was begun then is brought to its end now. What the messages asked for was not remembered, so a repeat is known by its id alone. */
function ofFirstVersion({ batches }: FirstVersion): BoxMemory {
  return {
    ...emptyMemory(),
    heard: batches.map(({ message, takenAt, orders }) => ({ message, kind: 'order-batch', hash: '', at: takenAt, lines: orders.length })),
    batches: batches.map(({ message, number, takenAt, stage, orders }) => {
      const now = stage === 'acknowledged' ? 'taken' : stage
      const place = now === 'in production' ? now : 'taken'
      return {
        message,
        number,
        takenAt,
        stage: now,
        shipments: 0,
        shipped: 0,
        fields: [],
        orders: orders.map((one) => ({ ...one, place })),
      }
    }),
  }
}

function parsed(text: string): Partial<BoxMemory> | FirstVersion | null | undefined {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

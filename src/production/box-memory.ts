/** What the bureau in a box remembers over a restart. It names orders and cards by their ids, and holds nothing about a person. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { writeWhole } from './bureaus/whole-file.ts'

export interface BoxBatch {
  readonly message: string
  readonly number: number
  /** In milliseconds since 1970. */
  readonly takenAt: number
  stage: 'taken' | 'acknowledged' | 'in production' | 'finished'
  /** Forgotten when the batch is finished. */
  orders: { readonly order: string; readonly card: string }[]
}

export interface BoxMemory {
  readonly format: 'cardinal-bureau-in-a-box'
  readonly version: 1
  readonly batches: BoxBatch[]
}

/** What was remembered, or an empty memory for a first start. Refuses a file that it cannot read, since starting afresh would answer twice. */
export async function readMemory(directory: string): Promise<BoxMemory> {
  const path = join(directory, FILE)
  const text = await readFile(path, 'utf8').catch((error) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  })
  if (text === undefined) return { format: 'cardinal-bureau-in-a-box', version: 1, batches: [] }
  const memory = parsed(text)
  if (memory?.format !== 'cardinal-bureau-in-a-box' || memory.version !== 1 || !Array.isArray(memory.batches))
    throw new Error(
      `${path} is not what the bureau in a box has written. Remove it to let the bureau start afresh; it then answers every batch again.`,
    )
  return memory
}

export const saveMemory = (directory: string, memory: BoxMemory, token: string): Promise<void> =>
  writeWhole(directory, FILE, `${JSON.stringify(memory)}\n`, token)

const FILE = '.bureau-in-a-box.json'

function parsed(text: string): BoxMemory | undefined {
  try {
    return JSON.parse(text) as BoxMemory
  } catch {
    return undefined
  }
}

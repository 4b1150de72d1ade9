/** Messages as Cardinal gives them to a bureau, and a bureau in a box at work, by a clock that the test sets. */
import { setTimeout as pause } from 'node:timers/promises'
import { Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { canonical, sha256 } from '../src/kit/hash.ts'
import { type BoxSettings, runBox } from '../src/production/box/box.ts'
import {
  type Acknowledged,
  type FromBureau,
  fromBureau,
  type ManifestLine,
  type OrderBatch,
  type Recall,
} from '../src/production/contract/message.ts'

export const idOf = (number: number): string => `018f0000-0000-7000-8000-${String(number).padStart(12, '0')}`

/** An order and its card, by a count. */
export const orderOf = (number: number): { order: string; card: string } => ({ order: idOf(number), card: idOf(number + 500_000) })

/** A batch of so many orders, which are counted from `first`. */
export function batchOf(
  number: number,
  orders: number,
  { first = 0, line }: { first?: number; line?: Partial<ManifestLine> } = {},
): OrderBatch {
  const fields = { firstName: 'Ada', lastName: 'Lovelace', unit: null }
  const lines = Array.from(
    { length: orders },
    (_, at): ManifestLine => ({ ...orderOf(first + at), cardNumber: first + at + 1, layout: 'plain', fields, photo: null, ...line }),
  )
  const manifest = { version: 1 as const, batch: idOf(number + 900_000), number, bureau: 'bureau', orders: lines }
  return { ...envelope('order-batch', number + 900_000), hash: sha256(canonical(manifest)), signature: null, manifest }
}

/** A recall of orders by their counts; the recall of each has a count of its own. */
export const recallOf = (message: number, orders: readonly number[]): Recall => ({
  ...envelope('recall', message + 800_000),
  lines: orders.map((number) => ({ recall: idOf(message * 1000 + number + 700_000_000), ...orderOf(number) })),
})

export const acknowledgementOf = (of: string, message: number): Acknowledged => ({ ...envelope('acknowledged', message + 600_000), of })

const envelope = <const K extends string>(kind: K, message: number) => ({
  format: 'cardinal-bureau' as const,
  version: 1 as const,
  kind,
  message: idOf(message),
  at: '2026-06-01T00:00:00Z',
})

/** Throws for what is no message of a bureau. */
export function readAnswer(text: string): FromBureau {
  const value: unknown = JSON.parse(text)
  if (!answers.Check(value)) throw new Error(`This is not a message of a bureau: ${text.slice(0, 200)}`)
  return value
}

const answers = Compile(Type.Union([...fromBureau]))

export interface BoxAtWork {
  readonly said: string[]
  /** A line that it said, by a word in it. */
  hears(word: string): Promise<string>
  /** Goes so many rounds more. */
  rounds(count: number): Promise<void>
  close(): Promise<void>
}

/** Ten seconds to production, twenty more to the end, no shipment; it looks every few milliseconds. */
export async function boxAtWork(clock: { now: number }, settings: Partial<BoxSettings> & Pick<BoxSettings, 'folder'>): Promise<BoxAtWork> {
  const stop = new AbortController()
  const said: string[] = []
  let looks = 0
  const ended = runBox(
    {
      secondsToProduction: 10,
      secondsToProduced: 20,
      pollMilliseconds: 5,
      clock: {
        now() {
          looks++
          return new Date(clock.now)
        },
      },
      say: (line) => void said.push(...line.split('\n')),
      ...settings,
      script: { shipments: 0, ...settings.script },
    },
    stop.signal,
  )
  const isPageOpen = () => settings.page === undefined || said.some((line) => line.includes('is shown on'))
  await Promise.race([ended, comes(() => said.length > 0 && isPageOpen(), 'the bureau is at work')])
  return {
    said,
    async hears(word) {
      await comes(() => said.some((line) => line.includes(word)), `the bureau says "${word}"`)
      return said.find((line) => line.includes(word)) ?? ''
    },
    async rounds(count) {
      // It looks at the clock three times and more in each round.
      const enough = looks + count * 8
      await comes(() => looks >= enough, 'the bureau goes its rounds')
    },
    async close() {
      stop.abort()
      await ended
    },
  }
}

/** Waits until the condition holds; fails the test after so many seconds. */
export async function comes(condition: () => boolean | Promise<boolean>, what: string, seconds = 20): Promise<void> {
  for (let tries = 0; tries < seconds * 100; tries++) {
    if (await condition()) return
    await pause(10)
  }
  throw new Error(`It did not happen within ${seconds} seconds: ${what}.`)
}

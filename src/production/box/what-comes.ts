import { type Habits, nextStepAt } from './answers.ts'
import { linesIn } from './letters.ts'
import type { BoxBatch, BoxMemory, Place } from './memory.ts'
import type { Script } from './script.ts'

/** Something the bureau will say, as it is known now: what is recalled or switched until then changes it. */
export interface Coming {
  /** In milliseconds since 1970; undefined for what waits for the next message about its batch. */
  readonly at: number | undefined
  readonly kind: string
  readonly batch: number | null
  readonly lines: number
}

/** What will be said, the next first: the letters that were composed and not given, and the next step of each batch. */
export function whatComes({ letters, batches, ghosts }: BoxMemory, habits: Habits, script: Script): Coming[] {
  const numbers = new Map(batches.map(({ message, number }) => [message, number]))
  const coming: Coming[] = [
    ...letters.map(({ message, about, giveAt, held }) => ({
      at: held && script.reorder ? undefined : giveAt,
      kind: message.kind,
      batch: numbers.get(about ?? '') ?? null,
      lines: linesIn(message),
    })),
    ...batches.flatMap((batch) => nextOf(batch, habits, script.delay * 1000)),
    ...ghosts.map(({ dueAt }) => ({ at: dueAt + script.delay * 1000, kind: 'produced', batch: null, lines: 1 })),
  ]
  return coming.sort((one, other) => (one.at ?? Number.POSITIVE_INFINITY) - (other.at ?? Number.POSITIVE_INFINITY))
}

function nextOf(batch: BoxBatch, habits: Habits, delay: number): Coming[] {
  const at = nextStepAt(batch, habits)
  if (at === undefined) return []
  const [kind, from] = STEPS[batch.stage] ?? ['', 'taken']
  const left = batch.orders.filter(({ place }) => place === from).length
  const lines = batch.stage === 'produced' ? Math.ceil(left / (batch.shipments - batch.shipped)) : left
  return [{ at: at + delay, kind, batch: batch.number, lines }]
}

const STEPS: Partial<Record<BoxBatch['stage'], readonly [string, Place]>> = {
  taken: ['in-production', 'taken'],
  'in production': ['produced or failed', 'in production'],
  produced: ['shipped', 'produced'],
}

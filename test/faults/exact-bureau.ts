import { randomUUID } from 'node:crypto'
import { BUREAU, type Bureau, type Receipt } from '../../src/production/bureau.ts'
import type { FromBureau, OrderBatch, Recall } from '../../src/production/contract/message.ts'

/** A bureau that keeps exact books: a repeated message is known by its id and answered as before, and what it says it says until it is told. */
export interface ExactBureau extends Bureau {
  readonly batches: ReadonlyMap<string, OrderBatch>
  readonly recalls: ReadonlyMap<string, Recall>
  say(said: Said): void
  /** What it said and was not told to have arrived. */
  readonly unheard: () => number
}

/** A message but for what every message begins with. */
export type Said = FromBureau extends infer M ? (M extends FromBureau ? Omit<M, 'format' | 'version' | 'message' | 'at'> : never) : never

/** `answer` is what it answers at once to a message that it is given for the first time. */
export function exactBureau(answer: (message: OrderBatch | Recall) => readonly Said[]): ExactBureau {
  const [batches, recalls] = [new Map<string, OrderBatch>(), new Map<string, Recall>()]
  const receipts = new Map<string, Receipt>()
  const waiting: FromBureau[] = []
  const whole = (said: Said): FromBureau =>
    ({ format: 'cardinal-bureau', version: 1, message: randomUUID(), at: '2026-11-25T08:00:00Z', ...said }) as FromBureau
  const take = (message: OrderBatch | Recall): Receipt => {
    const receipt = receipts.get(message.message) ?? { answers: answer(message).map(whole) }
    receipts.set(message.message, receipt)
    return receipt
  }
  return {
    name: BUREAU,
    label: 'Bureau',
    connector: 'exact',
    batches,
    recalls,
    say: (said) => void waiting.push(whole(said)),
    unheard: () => waiting.length,
    submit: async (batch) => {
      const before = batches.get(batch.message)
      if (before && before.hash !== batch.hash) throw new Error('A batch came again with another content.')
      batches.set(batch.message, batch)
      return take(batch)
    },
    recall: async (recall) => {
      recalls.set(recall.message, recall)
      return take(recall)
    },
    async *collect() {
      for (const message of [...waiting])
        yield { source: `${message.kind}.json`, message, done: async () => void waiting.splice(waiting.indexOf(message), 1) }
    },
    test: async () => [],
  }
}

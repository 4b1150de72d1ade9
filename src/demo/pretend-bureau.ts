/**
 * The bureau of the demo's past: it plays the bureau's side of docs/bureau/directory.md in a folder of its own, and answers when it is told
 * to, as it is told to. The cards of the past are never produced again: a batch that it has is moved out of `orders/`.
 */
import { mkdir, readdir, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from '../kit/clock.ts'
import { sha256 } from '../kit/hash.ts'
import type { NewId } from '../kit/id.ts'
import { type Bureau, NotDelivered } from '../production/bureau.ts'
import { writeWhole } from '../production/bureaus/whole-file.ts'
import type { Failed, FromBureau, InProduction, Produced } from '../production/contract/message.ts'
import { messageText, readToBureau } from '../production/contract/read-message.ts'

/** The folder within `orders/` where batches lie that a bureau has. */
export const TAKEN = 'taken'

export interface TakenBatch {
  readonly message: string
  readonly orders: readonly { readonly order: string; readonly card: string }[]
}

export interface PretendBureau {
  /** Takes the batches that lie in `orders/`. */
  take(): Promise<TakenBatch[]>
  /** Writes an answer. Given a kind, it reports the cards that `has` it of the batch; without, it acknowledges the batch. */
  answer(batch: TakenBatch, report?: { kind: Kind; has(card: string): boolean }): Promise<void>
}

type Kind = 'in-production' | 'produced' | 'failed'

export function pretendBureau(folder: string, newId: NewId, clock: Clock): PretendBureau {
  let answers = 0
  return {
    async take() {
      const orders = join(folder, 'orders')
      await mkdir(join(orders, TAKEN), { recursive: true })
      const names = (await readdir(orders)).filter((name) => name.endsWith('.json')).sort()
      return Promise.all(names.map((name) => takeFile(orders, name)))
    },
    async answer({ message, orders }, report) {
      const has = report ? orders.filter(({ card }) => report.has(card)) : []
      if (report && has.length === 0) return
      const said = { format: 'cardinal-bureau', version: 1, message: newId(), at: clock.now().toISOString() } as const
      const answer: FromBureau = report ? reported(said, report.kind, has) : { ...said, kind: 'acknowledged', of: message }
      const name = `${String(++answers).padStart(6, '0')}-${message}.json`
      await writeWhole(join(folder, 'answers'), name, messageText(answer), newId())
    },
  }
}

/** A bureau that cannot be reached while `away` says so. */
export const sometimesAway = (bureau: Bureau, away: () => boolean): Bureau => ({
  ...bureau,
  submit: async (batch, photos) => {
    if (away()) throw new NotDelivered(`Batch ${batch.manifest.number} was not handed over: the folder of the bureau was not there.`)
    return bureau.submit(batch, photos)
  },
})

async function takeFile(orders: string, name: string): Promise<TakenBatch> {
  const read = readToBureau(await readFile(join(orders, name)))
  if ('why' in read || read.message.kind !== 'order-batch')
    throw new Error(`The demo's bureau cannot take ${name}. ${'why' in read ? read.why : 'It is no batch.'}`)
  await rename(join(orders, name), join(orders, TAKEN, name))
  return { message: read.message.message, orders: read.message.manifest.orders.map(({ order, card }) => ({ order, card })) }
}

type Said = Pick<FromBureau, 'format' | 'version' | 'message' | 'at'>
type Order = TakenBatch['orders'][number]

function reported(said: Said, kind: Kind, orders: readonly Order[]): InProduction | Produced | Failed {
  const drawn = ({ card }: Order): string => sha256(card)
  if (kind === 'in-production') return { ...said, kind, lines: orders.map((order) => ({ ...order })) }
  if (kind === 'produced')
    return { ...said, kind, lines: orders.map((order) => ({ ...order, chipNumber: `04${drawn(order).slice(0, 12).toUpperCase()}` })) }
  const text = (order: Order): string => FAILURES[Number.parseInt(drawn(order).slice(0, 6), 16) % FAILURES.length] ?? 'It failed.'
  return { ...said, kind, lines: orders.map((order) => ({ ...order, code: 'production', text: text(order) })) }
}

const FAILURES = ['The chip did not answer when it was tested.', 'The photo could not be printed.', 'The card was damaged in lamination.']

/**
 * The bureau of the demo's past: it plays the bureau's side of docs/bureau/directory.md in a folder of its own, and answers when it is told
 * to, as it is told to. The cards of the past are never produced again: a batch that it has is moved out of `orders/`.
 */
import { mkdir, readdir, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { sha256 } from '../kit/hash.ts'
import type { NewId } from '../kit/id.ts'
import { type Bureau, NotDelivered } from '../production/bureau.ts'
import type { AnswerFile } from '../production/bureaus/answer-file.ts'
import { readBatchFile } from '../production/bureaus/batch-file.ts'
import { writeWhole } from '../production/bureaus/whole-file.ts'

/** The folder within `orders/` where batches lie that a bureau has. */
export const TAKEN = 'taken'

export interface TakenBatch {
  readonly message: string
  readonly orders: readonly { readonly order: string; readonly card: string }[]
}

export interface PretendBureau {
  /** Takes the batches that lie in `orders/`. */
  take(): Promise<TakenBatch[]>
  /** Writes an answer. Given a status, it reports the cards that `has` it of the batch; without, it acknowledges the batch. */
  answer(batch: TakenBatch, report?: { status: Status; has(card: string): boolean }): Promise<void>
}

type Status = AnswerFile['reports'][number]['status']

export function pretendBureau(folder: string, newId: NewId): PretendBureau {
  let answers = 0
  return {
    async take() {
      const orders = join(folder, 'orders')
      await mkdir(join(orders, TAKEN), { recursive: true })
      const names = (await readdir(orders)).filter((name) => name.endsWith('.json')).sort()
      return Promise.all(names.map((name) => takeFile(orders, name)))
    },
    async answer({ message, orders }, report) {
      const reports = report
        ? orders
            .filter(({ card }) => report.has(card))
            .map((order) => ({ message: newId(), ...order, status: report.status, ...told(report.status, order.card) }))
        : []
      if (report && reports.length === 0) return
      const file: AnswerFile = { format: 'cardinal-answer', version: 1, message: newId(), acknowledges: report ? [] : [message], reports }
      const name = `${String(++answers).padStart(6, '0')}-${message}.json`
      await writeWhole(join(folder, 'answers'), name, `${JSON.stringify(file)}\n`, newId())
    },
  }
}

/** A bureau that cannot be reached while `away` says so. */
export const sometimesAway = (bureau: Bureau, away: () => boolean): Bureau => ({
  ...bureau,
  submit: async (manifest, hash) => {
    if (away()) throw new NotDelivered(`Batch ${manifest.number} was not handed over: the folder of the bureau was not there.`)
    return bureau.submit(manifest, hash)
  },
})

async function takeFile(orders: string, name: string): Promise<TakenBatch> {
  const file = readBatchFile(await readFile(join(orders, name), 'utf8'))
  if (typeof file === 'string') throw new Error(`The demo's bureau cannot take ${name}. ${file}`)
  await rename(join(orders, name), join(orders, TAKEN, name))
  return { message: file.message, orders: file.manifest.orders.map(({ order, card }) => ({ order, card })) }
}

function told(status: Status, card: string): { chipNumber?: string; text?: string } {
  const drawn = sha256(card)
  if (status === 'produced') return { chipNumber: `04${drawn.slice(0, 12).toUpperCase()}` }
  return status === 'failed' ? { text: FAILURES[Number.parseInt(drawn.slice(0, 6), 16) % FAILURES.length] ?? 'It failed.' } : {}
}

const FAILURES = ['The chip did not answer when it was tested.', 'The photo could not be printed.', 'The card was damaged in lamination.']

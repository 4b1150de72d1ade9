/**
 * The bureau of the demo's past: it plays the bureau's side of docs/bureau/directory.md in a folder of its own, and says what it is told
 * to, when it is told to. The cards of the past are never produced again: a batch or a recall that it has is moved out of `orders/`.
 */
import { mkdir, readdir, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from '../kit/clock.ts'
import type { NewId } from '../kit/id.ts'
import { type Bureau, NotDelivered } from '../production/bureau.ts'
import { writeWhole } from '../production/bureaus/whole-file.ts'
import type { FromBureau, OrderBatch, Recall } from '../production/contract/message.ts'
import { messageText, readToBureau } from '../production/contract/read-message.ts'

/** The folder within `orders/` where batches and recalls lie that a bureau has. */
export const TAKEN = 'taken'

/** What a bureau says, without what every message begins with. */
export type Answer = WithoutEnvelope<FromBureau>
type WithoutEnvelope<Message> = Message extends FromBureau ? Omit<Message, 'format' | 'version' | 'message' | 'at'> : never

export interface PretendBureau {
  /** Takes the batches and recalls that lie in `orders/`. */
  take(): Promise<{ readonly batches: readonly OrderBatch[]; readonly recalls: readonly Recall[] }>
  /** Puts a message into `answers/`. */
  say(answer: Answer): Promise<void>
}

export function pretendBureau(folder: string, newId: NewId, clock: Clock): PretendBureau {
  let answers = 0
  return {
    async take() {
      const orders = join(folder, 'orders')
      await mkdir(join(orders, TAKEN), { recursive: true })
      const names = (await readdir(orders)).filter((name) => name.endsWith('.json')).sort()
      const taken = await Promise.all(names.map((name) => takeFile(orders, name)))
      return {
        batches: taken.flatMap((message) => (message.kind === 'order-batch' ? [message] : [])),
        recalls: taken.flatMap((message) => (message.kind === 'recall' ? [message] : [])),
      }
    },
    async say(answer) {
      const message: FromBureau = { format: 'cardinal-bureau', version: 1, message: newId(), at: clock.now().toISOString(), ...answer }
      const name = `${String(++answers).padStart(6, '0')}-${message.kind}.json`
      await writeWhole(join(folder, 'answers'), name, messageText(message), newId())
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

async function takeFile(orders: string, name: string): Promise<OrderBatch | Recall> {
  const read = readToBureau(await readFile(join(orders, name)))
  if ('why' in read) throw new Error(`The demo's bureau cannot take ${name}. ${read.why}`)
  if (read.message.kind === 'acknowledged') throw new Error(`The demo's bureau cannot take ${name}. It asks for nothing.`)
  await rename(join(orders, name), join(orders, TAKEN, name))
  return read.message
}

/**
 * A bureau that is reached through its HTTP interface. The contract for the bureau's side is docs/bureau/rest.md. Whether a bureau has a
 * message is decided in bureau-verdict.ts; whether anything left the house, in open-line.ts.
 */
import { setTimeout as wait } from 'node:timers/promises'
import type { Static } from 'typebox'
import type { RestConnection } from '../../catalog/bureau-definition.ts'
import type { Clock } from '../../kit/clock.ts'
import { type FillRandom, fillRandom, type NewId } from '../../kit/id.ts'
import { type Bureau, type Delivery, NotDelivered, type ReadSecret, type Receipt, type SealedPhoto } from '../bureau.ts'
import type { FromBureau, OrderBatch, Recall } from '../contract/message.ts'
import { type CallBureau, callBureau } from './bureau-call.ts'
import { verdictOf } from './bureau-verdict.ts'
import { circuitBreaker } from './circuit-breaker.ts'
import { givePhotos } from './photo-upload.ts'
import { asDelivery, asListed, polledMessages, type Reading } from './polled-messages.ts'
import { type Patience, usualPatience } from './repeated-call.ts'
import { restFindings } from './rest-findings.ts'

export interface RestBureau {
  readonly name: string
  /** What people call the bureau. */
  readonly label: string
  readonly connection: Static<typeof RestConnection>
  /** `token`; and for Test connection `webhook-secret` and `webhook-secret-previous`. */
  readonly secret: ReadSecret
  readonly clock: Clock
  readonly newId: NewId
  readonly pause?: (ms: number) => Promise<void>
  readonly chance?: FillRandom
  readonly patience?: Partial<Patience>
  /** Certificates in PEM that are trusted instead of those that Node.js trusts. */
  readonly authorities?: string
}

/**
 * The connector keeps in memory how the bureau answered lately and what was refused, so one is made for each definition of a bureau and
 * kept until that changes.
 */
export function restBureau(given: RestBureau): Bureau {
  const { name, label, connection, secret, clock, newId, authorities } = given
  const breaker = circuitBreaker(clock)
  const patience = { ...usualPatience, ...given.patience }
  const pause = given.pause ?? (async (ms: number) => void (await wait(ms)))
  const bureau = callBureau({
    url: connection.url,
    secret,
    clock,
    pause,
    chance: given.chance ?? fillRandom,
    breaker,
    patience,
    authorities,
  })
  const reading: Reading = { bureau, label, clock, newId, refused: new Set() }
  /** What a bureau said in an answer and could not be read; the message it answered was taken all the same. */
  const unreadable = new Map<string, Delivery>()

  const give = async (message: OrderBatch | Recall, what: string): Promise<Receipt> => {
    const answers: FromBureau[] = []
    for (const value of await giveMessage(message, what, label, bureau)) {
      const listed = asListed(value)
      const delivery = asDelivery(listed, reading)
      if ('message' in delivery) answers.push(delivery.message)
      else if (!reading.refused.has(listed.hash) && unreadable.size < MOST_UNREADABLE) unreadable.set(listed.key, delivery)
    }
    return { answers }
  }

  return {
    name,
    label,
    connector: 'rest',
    async submit(batch, photos) {
      const what = `Batch ${batch.manifest.number}`
      await giveAllPhotos(photos, what, label, bureau)
      return give(batch, what)
    },
    recall: (recall) => give(recall, 'The recall'),
    async *collect() {
      for (const [key, delivery] of [...unreadable])
        yield { ...delivery, done: () => delivery.done().then(() => void unreadable.delete(key)) }
      if (connection.answers === 'polling') yield* polledMessages(reading)
    },
    async test() {
      const line = { connectMs: patience.connectMs, authorities }
      const findings = await restFindings({ url: connection.url, answers: connection.answers, bureau, secret, clock, line })
      if (findings.every(({ ok }) => ok)) breaker.close()
      return findings
    },
  }
}

/** A bureau that answers with nothing but nonsense must not fill the memory; the first thousand tell it well enough. */
const MOST_UNREADABLE = 1000

/** A batch is not given as long as one of its photos is missing there, so nothing of it can be produced. */
async function giveAllPhotos(photos: readonly SealedPhoto[], what: string, label: string, bureau: CallBureau): Promise<void> {
  const why = await givePhotos(photos, bureau)
  if (why) throw new NotDelivered(`${what} was not handed over to ${label}, since its photos could not be. ${why}`)
}

/** @returns what the bureau said to it at once, as it came */
async function giveMessage(message: OrderBatch | Recall, what: string, label: string, bureau: CallBureau): Promise<readonly unknown[]> {
  const outcome = await bureau.repeated({
    method: 'POST',
    path: '/messages',
    mediaType: 'application/json',
    body: Buffer.from(JSON.stringify(message)),
    key: message.message,
    overNewLine: true,
  })
  const verdict = verdictOf(outcome, '/messages')
  if (verdict.taken === true) return verdict.answers
  if (verdict.taken === false) throw new NotDelivered(`${what} was not handed over to ${label}. ${verdict.why}`)
  throw new Error(
    `It is unclear whether ${label} has ${what.replace(/^[TB]/, (letter) => letter.toLowerCase())}. ${verdict.why} The same is given again until it is clear.`,
  )
}

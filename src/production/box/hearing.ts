/** What the bureau in a box does with a message that Cardinal gives it: remembers it, and composes what there is to answer at once. */

import { canonical, sha256 } from '../../kit/hash.ts'
import { type Acknowledged, DUPLICATE_WINDOW_DAYS, MOST_LINES, type OrderBatch, type Recall, type ToBureau } from '../contract/message.ts'
import { type Habits, inParts, millisecondsToProduced } from './answers.ts'
import { compose } from './letters.ts'
import type { BoxBatch, BoxMemory, BoxOrder, Place } from './memory.ts'
import type { Script } from './script.ts'

/** Why an order of a batch is not taken, by the id of the order. */
export type Refusals = ReadonlyMap<string, { readonly code: string; readonly text: string; readonly field?: string }>

/** `known`: a repeat, which changes nothing. `another`: not a repeat, although its id is known, so it is not taken. */
export type Outcome = 'taken' | 'known' | 'another' | { readonly why: string }

/** Takes a message, unless its id is known: then it is a repeat, or, asking for something else, a mistake of whoever sent it. */
export function hear(memory: BoxMemory, message: ToBureau, refusals: Refusals, circumstances: Circumstances): Outcome {
  const { now, habits, script } = circumstances
  forgetOld(memory, now)
  const hash = contentHash(message)
  const before = memory.heard.find((one) => one.message === message.message)
  if (before) return before.hash === hash || before.hash === '' ? 'known' : 'another'
  const lines = message.kind === 'order-batch' ? message.manifest.orders.length : message.kind === 'recall' ? message.lines.length : 0
  memory.heard.push({ message: message.message, kind: message.kind, hash, at: now, lines })
  if (message.kind === 'order-batch') takeBatch(memory, message, refusals, { now, habits, script })
  else if (message.kind === 'recall') answerRecall(memory, message, { now, habits, script })
  else for (const one of memory.said) if (one.message === message.of) one.isAcknowledged = true
  return 'taken'
}

export interface Circumstances {
  /** In milliseconds since 1970. */
  readonly now: number
  readonly habits: Habits
  readonly script: Script
}

/** Of what it asks for: a repeat may be dated and signed anew. */
function contentHash(message: ToBureau): string {
  const content = message.kind === 'order-batch' ? message.hash : message.kind === 'recall' ? message.lines : message.of
  return sha256(canonical([message.kind, content]))
}

function takeBatch(memory: BoxMemory, batch: OrderBatch, refusals: Refusals, { now, habits, script }: Circumstances): void {
  const { number, orders: lines } = batch.manifest
  const orders = lines.map(({ order, card }): BoxOrder => ({ order, card, place: refusals.has(order) ? 'refused' : 'taken' }))
  const [first, ...others] = lines
  const fields = Object.keys(first?.fields ?? {}).filter((name) => [first, ...others].every((line) => line?.fields[name] != null))
  const taken: BoxBatch = { message: batch.message, number, takenAt: now, stage: 'taken', shipments: 0, shipped: 0, fields, orders }
  memory.batches.push(taken)
  const composing = { about: batch.message, now, script }
  for (const saying of acknowledgements(taken, refusals)) compose(memory, saying, composing)
  const until = new Date(now + habits.secondsToProduction * 1000).toISOString()
  if (orders.some(({ place }) => place === 'taken')) compose(memory, { kind: 'cut-off', batch: batch.message, until }, composing)
}

/** One message, or several where it would have too many lines. */
function acknowledgements({ message, number, orders }: BoxBatch, refusals: Refusals): Pick<Acknowledged, 'kind' | 'of'>[] {
  const of = { kind: 'acknowledged' as const, of: message }
  const parts = inParts(
    orders.map((one, at) => ({ ...one, at })),
    MOST_LINES,
  )
  if (parts.length === 0) return [of]
  return parts.map((part) => {
    const refused = part.flatMap(({ order, card }) => {
      const refusal = refusals.get(order)
      return refusal ? [{ order, card, ...refusal }] : []
    })
    const references = part.flatMap(({ order, at }) => (refusals.has(order) ? [] : [{ order, reference: `BOX-${number}-${at + 1}` }]))
    return { ...of, ...(refused.length > 0 && { refused }), ...(references.length > 0 && { references }) }
  })
}

function answerRecall(memory: BoxMemory, recall: Recall, { now, habits, script }: Circumstances): void {
  const asked = new Set(recall.lines.map(({ order }) => order))
  const known = new Map(
    memory.batches.flatMap(({ orders }) => orders.filter(({ order }) => asked.has(order)).map((one) => [one.order, one])),
  )
  const accepted: Recall['lines'] = []
  const refused: (Recall['lines'][number] & { code: string; text: string })[] = []
  for (const { recall: id, order, card } of recall.lines) {
    const found = known.get(order)
    const mine = found?.card === card ? found : undefined
    const why = script.refuseRecalls ? NO_RECALLS : TOO_LATE[mine?.place ?? 'unknown']
    if (why) refused.push({ recall: id, order, card, ...why })
    else accepted.push({ recall: id, order, card })
    if (!why && mine?.place === 'taken') mine.place = 'recalled'
    if (!mine && script.ghost) memory.ghosts.push({ order, card, dueAt: now + millisecondsToProduced(habits) })
  }
  const composing = { about: null, now, script, occasion: recall.message }
  if (accepted.length > 0) compose(memory, { kind: 'recall-accepted', lines: accepted }, composing)
  if (refused.length > 0) compose(memory, { kind: 'recall-refused', lines: refused }, composing)
}

const NO_RECALLS = { code: 'no-recalls', text: 'The bureau accepts no recall at present.' }

/** Where an order can no longer be stopped; what is not produced in any case, is accepted. */
const TOO_LATE: Partial<Record<Place | 'unknown', { readonly code: string; readonly text: string }>> = {
  unknown: { code: 'unknown-order', text: 'The bureau has no such order that it could still stop.' },
  'in production': { code: 'in-production', text: 'The card is being produced.' },
  produced: { code: 'produced', text: 'The card is produced.' },
  'left out': { code: 'produced', text: 'The card is produced.' },
  shipped: { code: 'shipped', text: 'The card has left the bureau.' },
}

/** Of Cardinal's acknowledgements, of which there is one for each message of ours, the latest are remembered; a repeat comes soon. */
const MOST_ACKNOWLEDGEMENTS = 5000

/** The latest finished batches keep their orders up to so many, so that what is remembered does not grow for ever. */
const MOST_FINISHED = 20_000

/** What fell out of the window of duplicates is forgotten; and the orders of batches that were finished long ago. */
function forgetOld(memory: BoxMemory, now: number): void {
  const since = now - DUPLICATE_WINDOW_DAYS * 86_400_000
  let old = memory.heard.filter(({ kind }) => kind === 'acknowledged').length - MOST_ACKNOWLEDGEMENTS
  memory.heard = memory.heard.filter(({ at, kind }) => at >= since && !(kind === 'acknowledged' && old-- > 0))
  memory.batches = memory.batches.filter(({ takenAt, stage }) => stage !== 'finished' || takenAt >= since)
  let kept = 0
  for (const batch of memory.batches.toReversed()) {
    if (batch.stage !== 'finished') continue
    kept += batch.orders.length
    if (kept > MOST_FINISHED) batch.orders = []
  }
}

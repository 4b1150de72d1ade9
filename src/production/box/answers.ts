/**
 * What the bureau in a box says as time passes: its cards go into production, are produced or fail, and are shipped. Pure: the time and
 * what was drawn from the seed come in, and what it remembers is changed, from which the messages follow.
 */
import { MOST_LINES } from '../contract/message.ts'
import { derivedId, drawn } from './derived-id.ts'
import { compose, letGo, type Saying } from './letters.ts'
import type { BoxBatch, BoxMemory, BoxOrder, Place } from './memory.ts'
import type { Script } from './script.ts'

/** How the bureau works where nothing goes wrong. */
export interface Habits {
  /** From taking a batch to its cards being in production. Until then a recall is accepted. */
  readonly secondsToProduction: number
  /** From being in production to being produced. */
  readonly secondsToProduced: number
  /** From being produced to the first shipment, and from one shipment to the next. */
  readonly secondsToShipped: number
  /** One card in so many fails, as the seed chooses; 0 for none. */
  readonly failEvery: number
  readonly seed: string
}

/** What happens at the bureau up to `now`, composed into letters. Returns a sentence for each batch that came further. */
export function letTimePass(memory: BoxMemory, now: number, habits: Habits, script: Script): string[] {
  const told: string[] = []
  for (const batch of memory.batches) {
    if (batch.stage === 'finished') continue
    for (let step = stepDue(batch, now, habits); step; step = stepDue(batch, now, habits)) {
      told.push(step({ memory, batch, now, habits, script }))
    }
  }
  for (const { order, card, dueAt } of memory.ghosts.filter((ghost) => ghost.dueAt <= now))
    say(memory, 'produced', [produced({ order, card })], { about: null, now, script, occasion: `ghost ${dueAt}` })
  memory.ghosts = memory.ghosts.filter(({ dueAt }) => dueAt > now)
  return told
}

/** When a batch comes to its next stage, in milliseconds since 1970. */
export function nextStepAt({ takenAt, stage, shipped }: BoxBatch, habits: Habits): number | undefined {
  const toProduction = takenAt + habits.secondsToProduction * 1000
  if (stage === 'taken') return toProduction
  const toProduced = toProduction + habits.secondsToProduced * 1000
  if (stage === 'in production') return toProduced
  return stage === 'produced' ? toProduced + (shipped + 1) * habits.secondsToShipped * 1000 : undefined
}

/** From taking an order to its being produced. */
export const millisecondsToProduced = ({ secondsToProduction, secondsToProduced }: Habits): number =>
  (secondsToProduction + secondsToProduced) * 1000

/** A list in parts of at most so many. */
export const inParts = <T>(list: readonly T[], most: number): T[][] =>
  Array.from({ length: Math.ceil(list.length / most) }, (_, at) => list.slice(at * most, (at + 1) * most))

interface Moment {
  readonly memory: BoxMemory
  readonly batch: BoxBatch
  readonly now: number
  readonly habits: Habits
  readonly script: Script
}

function stepDue(batch: BoxBatch, now: number, habits: Habits): ((moment: Moment) => string) | undefined {
  const at = nextStepAt(batch, habits)
  if (at === undefined || at > now) return undefined
  return batch.stage === 'taken' ? beginProduction : batch.stage === 'in production' ? finishProduction : ship
}

function beginProduction({ memory, batch, now, script }: Moment): string {
  const begun = moved(batch, 'taken', () => 'in production')
  batch.stage = 'in production'
  say(memory, 'in-production', begun.map(named), { about: batch.message, now, script })
  return `Batch ${batch.number}: ${begun.length} cards in production.`
}

function finishProduction({ memory, batch, now, habits, script }: Moment): string {
  const leftOut = new Set(script.miscount > 0 ? byChance(batch, habits).slice(0, script.miscount) : [])
  const done = moved(batch, 'in production', (one) => (fails(one, habits) ? 'failed' : leftOut.has(one) ? 'left out' : 'produced'))
  const made = done.filter(({ place }) => place === 'produced')
  const failed = done.filter(({ place }) => place === 'failed')
  const composing = { about: batch.message, now, script }
  say(memory, 'produced', made.map(produced), composing)
  say(
    memory,
    'failed',
    failed.map((one) => ({ ...named(one), ...failureOf(one, batch, habits) })),
    composing,
  )
  const recalled = script.ghost ? batch.orders.filter(({ place }) => place === 'recalled') : []
  say(memory, 'produced', recalled.map(produced), composing)
  if (script.stranger) say(memory, 'produced', [produced(strangerOf(batch, habits.seed))], composing)
  batch.stage = 'produced'
  batch.shipments = Math.min(script.shipments, made.length)
  if (batch.shipments === 0) finish(memory, batch)
  const silent = leftOut.size > 0 ? `, ${leftOut.size} left out` : ''
  return `Batch ${batch.number}: ${made.length} produced, ${failed.length} failed${silent}.`
}

function ship({ memory, batch, now, script }: Moment): string {
  const made = batch.orders.filter(({ place }) => place === 'produced')
  const number = ++batch.shipped
  const leaving = made.slice(0, Math.ceil(made.length / (batch.shipments - number + 1)))
  for (const one of leaving) one.place = 'shipped'
  for (const lines of inParts(leaving.map(named), MOST_LINES)) {
    const tracking = `BOX${derivedId(`${batch.message} ${number}`).slice(0, 8).toUpperCase()}`
    const part = batch.shipments > 1 ? { part: { number, of: batch.shipments } } : {}
    compose(memory, { kind: 'shipped', carrier: 'Box Post', tracking, ...part, lines }, { about: batch.message, now, script })
  }
  if (number === batch.shipments) finish(memory, batch)
  return `Batch ${batch.number}: ${leaving.length} cards shipped.`
}

function finish(memory: BoxMemory, batch: BoxBatch): void {
  batch.stage = 'finished'
  letGo(memory, batch.message)
}

/** Moves the orders that are in one place, and returns them. */
function moved(batch: BoxBatch, from: Place, to: (order: BoxOrder) => Place): BoxOrder[] {
  const found = batch.orders.filter(({ place }) => place === from)
  for (const one of found) one.place = to(one)
  return found
}

/** Says it in as many messages as it has lines for, which may be none. */
function say<const K extends 'in-production' | 'produced' | 'failed'>(
  memory: BoxMemory,
  kind: K,
  lines: Extract<Saying, { kind: K }>['lines'],
  composing: Parameters<typeof compose>[2],
): void {
  for (const part of inParts(lines, MOST_LINES)) compose(memory, { kind, lines: part } as Saying, composing)
}

const named = ({ order, card }: { order: string; card: string }) => ({ order, card })

/** What would be read from the chip and the blank card: the same for the same order, and another card where it is ordered again. */
const produced = ({ order, card }: { order: string; card: string }) => ({
  order,
  card,
  chipNumber: `04${derivedId(`chip ${order}`).replaceAll('-', '').slice(0, 12).toUpperCase()}`,
  serialNumber: `BOX-${derivedId(`blank ${order}`).slice(0, 8).toUpperCase()}`,
})

/** The orders in production as chance has it, those that fail left aside. */
const byChance = ({ orders }: BoxBatch, habits: Habits): BoxOrder[] =>
  orders
    .filter((one) => one.place === 'in production' && !fails(one, habits))
    .map((one) => ({ one, rank: drawn(habits.seed, `left out ${one.order}`) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ one }) => one)

const strangerOf = ({ message }: BoxBatch, seed: string) => ({
  order: derivedId(`${seed} stranger order ${message}`),
  card: derivedId(`${seed} stranger card ${message}`),
})

const fails = ({ order }: BoxOrder, { seed, failEvery }: Habits): boolean => failEvery > 0 && drawn(seed, order) % failEvery === 0

function failureOf({ order }: BoxOrder, { fields }: BoxBatch, { seed }: Habits) {
  const number = drawn(seed, `failure ${order}`)
  const failure = FAILURES[number % FAILURES.length] ?? FAILURES[0]
  const field = failure.ofField ? fields[number % Math.max(1, fields.length)] : undefined
  return { code: failure.code, text: failure.text, ...(field !== undefined && { field }) }
}

const FAILURES = [
  { code: 'chip-silent', text: 'The chip did not answer when it was tested.', ofField: false },
  { code: 'print-damaged', text: 'The printed side was damaged.', ofField: false },
  { code: 'card-lost', text: 'The card was lost in the machine.', ofField: false },
  { code: 'not-printable', text: 'What stands in this field came out unreadable.', ofField: true },
] as const

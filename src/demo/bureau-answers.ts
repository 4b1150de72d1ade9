/**
 * What the bureau of the past said to a batch: it acknowledges it within the hour, begins on the next working day, has produced the cards
 * two days later, and ships them that day and the next. Now and then something goes wrong there, as it does.
 */
import { sha256 } from '../kit/hash.ts'
import type { ManifestLine, OrderBatch } from '../production/contract/message.ts'
import type { Cohort } from './cohorts.ts'
import { OUTAGE, RECENT } from './notable-days.ts'
import type { Answer } from './pretend-bureau.ts'
import type { Stage } from './stage.ts'

type Order = Pick<ManifestLine, 'order' | 'card'>

/** Has the bureau answer a batch that was handed over in a release. */
export function answers(stage: Stage, { message, manifest }: OrderBatch, released: Date): void {
  const { calendar, end } = stage
  const workday = calendar.workdayOf(released)
  const orders = manifest.orders.map(({ order, card }) => ({ order, card }))
  const are = (cohorts: readonly Cohort[]): Order[] => orders.filter(({ card }) => isOf(stage, cohorts, card))
  const but = (from: readonly Order[], ...others: readonly Order[][]): Order[] => from.filter((each) => !others.flat().includes(each))

  const refused = workday === RECENT ? are(['refusedByBureau', 'refusedAndRepeated']) : []
  const references = orders.map(({ order }, at) => ({ order, reference: `NK-${manifest.number}-${String(at + 1).padStart(3, '0')}` }))
  const taken = references.filter(({ order }) => !refused.some((each) => each.order === order))
  const acknowledged = { kind: 'acknowledged', of: message, references: taken } as const
  const late = new Date(released.getTime() + 38 * 60_000)
  says(stage, late, refused.length > 0 ? { ...acknowledged, refused: refused.map(blanksRanOut) } : acknowledged)

  const waiting = are(['ordered', 'recallSent'])
  if (waiting.length > 0) says(stage, late, { kind: 'cut-off', batch: message, until: twoDaysAfter(end) })

  const begun = but(orders, refused, waiting, are(['recallAccepted', 'ghost']))
  if (workday > 1) says(stage, calendar.at(workday - 1, '09:20'), { kind: 'in-production', lines: begun })
  if (workday <= 3) return

  const failed = are(['failed', 'orderRepeated']).filter(({ card }) => failsNow(stage, workday, card))
  const finished = but(begun, failed)
  // One whose recall it had accepted is produced all the same, by mistake.
  says(
    stage,
    calendar.at(workday - 3, '13:40'),
    { kind: 'produced', lines: [...finished, ...are(['ghost'])].map(read) },
    { kind: 'failed', lines: failed.map(couldNot) },
  )
  ships(stage, manifest.number, workday - 3, finished)
  // It had reported it produced some hours before.
  const damaged = are(['produced']).at(-1)
  if (workday === RECENT && damaged) says(stage, calendar.at(workday - 3, '16:05'), { kind: 'failed', lines: [damagedLater(damaged)] })
}

const says = (stage: Stage, time: Date, ...said: readonly Answer[]): void => stage.agenda.at(time, () => say(stage, ...said))

/** The bureau says something, and it is collected. What would have no line is not said. */
export async function say({ bureau, world, jobs }: Stage, ...said: readonly Answer[]): Promise<void> {
  for (const answer of said) if (!('lines' in answer) || answer.lines.length > 0) await bureau.say(answer)
  await world.db.transaction((tx) => world.enqueue(tx, 'collect-answers', {}))
  await jobs()
}

/** What fills more than one parcel is shipped in two: one on the day, one on the next. What would be tomorrow has not been said. */
function ships(stage: Stage, batch: number, workday: number, cards: readonly Order[]): void {
  const { calendar } = stage
  const half = cards.length > PARCEL ? Math.ceil(cards.length / 2) : cards.length
  const parts = [cards.slice(0, half), cards.slice(half)].filter((lines) => lines.length > 0)
  for (const [at, lines] of parts.entries()) {
    if (workday - at < 1) return
    const time = calendar.at(workday - at, at === 0 ? '15:45' : '08:30')
    const part = parts.length > 1 ? { part: { number: at + 1, of: parts.length } } : {}
    says(stage, time, { kind: 'shipped', carrier: CARRIER, tracking: trackingOf(batch, at), ...part, lines: [...lines] })
  }
}

const CARRIER = 'Norrsund Bud'
const PARCEL = 15

/** A card whose order was repeated fails once only: before the day of the repeat. */
const failsNow = (stage: Stage, workday: number, card: string): boolean => workday > OUTAGE || isOf(stage, ['failed'], card)

const isOf = ({ cohorts, cards }: Stage, names: readonly Cohort[], card: string): boolean =>
  names.some((name) => cohorts[name].some((person) => cards.get(person) === card))

const blanksRanOut = ({ order, card }: Order) => ({
  order,
  card,
  code: 'out-of-stock',
  text: 'Our blank cards ran out with this order. Order the card again from tomorrow on.',
})

const damagedLater = ({ order, card }: Order) => ({ order, card, code: 'damaged', text: 'The card was damaged when it was packed.' })

const couldNot = ({ order, card }: Order) => ({ order, card, code: 'production', text: FAILURES[drawn(card) % FAILURES.length] ?? '' })

const FAILURES = ['The chip did not answer when it was tested.', 'The colours could not be printed.', 'The card was damaged in lamination.']

/** What is read from a card: its chip, and the number of the blank. */
const read = ({ order, card }: Order) => ({
  order,
  card,
  chipNumber: `04${sha256(card).slice(0, 12).toUpperCase()}`,
  serialNumber: `NK${String(drawn(card)).padStart(8, '0')}`,
})

const trackingOf = (batch: number, part: number): string => `NB${String(drawn(`${batch} ${part}`)).padStart(8, '0')}SE`

/** A number that looks like chance and hangs on a text alone. */
const drawn = (text: string): number => Number.parseInt(sha256(text).slice(0, 6), 16)

/** On the hour. */
const twoDaysAfter = (moment: Date): string => new Date(Math.floor(moment.getTime() / 3_600_000 + 48) * 3_600_000).toISOString()

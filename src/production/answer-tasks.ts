/** Tasks about what a bureau answers: its reports, its shipments, and what is not wanted any more when it comes. */
import { recordCardFailed } from '../catalog/use-cases/record-card-failed.ts'
import { recordCardInProduction } from '../catalog/use-cases/record-card-in-production.ts'
import { refuse } from '../engine/refusal.ts'
import { setBlockOnArrival } from '../store/card-block.ts'
import { type OrderAnswer, recordAnswers, recordShipment } from '../store/order-answer.ts'
import { type Held, NONE, type Refusals, type Task } from '../store/task.ts'
import { cardOf } from './order-tasks.ts'

/** What a bureau said of one card, as the use case that records it is told. */
export interface ToldAnswer {
  readonly order: string
  readonly chipNumber?: string
  readonly serialNumber?: string
  readonly text?: string
}

/** In which shipment the cards of a run are. */
export interface ToldShipment {
  readonly carrier: string
  readonly trackingNumber: string | null
  readonly part: string | null
}

const recordAnswer: Task = {
  label: "Record the bureau's answer on the order",
  fails: { bureau_does_not_have_the_order: 'The order was never handed over, so an answer to it is kept and changes nothing.' },
  async run({ tx, now, input, run, tell }, cards) {
    const answers = (input['answers'] ?? {}) as Readonly<Record<string, ToldAnswer>>
    const given = cards.map((card): OrderAnswer => {
      const { order = null, chipNumber, serialNumber, text } = answers[card.id] ?? {}
      return { cardId: cardOf(card), orderId: order, chipNumber, serialNumber, failure: text }
    })
    const known = await recordAnswers(tx, given, run.useCase !== recordCardInProduction.symbol, now)
    if (run.useCase === recordCardFailed.symbol)
      for (const { cardId, failure } of given)
        if (known.has(cardId)) tell(cardId, {}, { why: asSentence(failure ?? 'The bureau gave no reason') })
    const refusal = refuse(
      'bureau_does_not_have_the_order',
      'This order was never handed over to the bureau, so its answer cannot be about it. Nothing was changed.',
      'Ask the bureau which order it means.',
    )
    return new Map(cards.filter((card) => !known.has(cardOf(card))).map((card) => [card.id, refusal]))
  },
}

const shipment: Task = {
  label: 'Record the shipment',
  fails: {},
  async run({ tx, now, input, tell }, cards) {
    const { carrier, trackingNumber, part } = input as unknown as ToldShipment
    await recordShipment(tx, cards.map(cardOf), { carrier, trackingNumber, at: now })
    // With the number of a parcel anyone can ask where it goes: it stands on the card alone.
    const how = [carrier, part && `part ${part}`].filter(Boolean).join(', ')
    for (const card of cards) tell(card.id, { how })
    return NONE
  },
}

const blockIfMarked: Task = {
  label: 'Block the card where it is not wanted any more',
  fails: {},
  async run(hand, cards) {
    const marked = cards.filter(isMarked).map(({ stored }) => ({ ...stored, state: 'produced' }))
    hand.move(hand.template, marked, 'block')
    return NONE
  },
}

const mark: Task = {
  label: 'Mark the card to be blocked when it is produced',
  fails: { marked_to_block: 'The card is marked already.' },
  foresee: async (_, cards) => whereMarked(cards, true),
  async run({ tx, input }, cards) {
    const refusals = whereMarked(cards, true)
    await setBlockOnArrival(tx, cards.filter((card) => !refusals.has(card.id)).map(cardOf), String(input['reason'] ?? ''))
    return refusals
  },
}

const unmark: Task = {
  label: 'Let the card come as any other',
  fails: { not_marked_to_block: 'The card is not marked.' },
  foresee: async (_, cards) => whereMarked(cards, false),
  async run({ tx }, cards) {
    const refusals = whereMarked(cards, false)
    await setBlockOnArrival(tx, cards.filter((card) => !refusals.has(card.id)).map(cardOf), null)
    return refusals
  },
}

export const answerTasks: Readonly<Record<string, Task>> = {
  'production.record-answer': recordAnswer,
  'production.record-shipment': shipment,
  'card.block-if-marked': blockIfMarked,
  'card.mark-to-block': mark,
  'card.unmark-to-block': unmark,
}

const isMarked = ({ stored }: Held): boolean => (stored.fields['blockOnArrival'] ?? null) !== null

function whereMarked(cards: readonly Held[], marked: boolean): Refusals {
  const refusal = marked
    ? refuse('marked_to_block', 'This card is to be blocked on arrival already. Nothing was changed.', 'There is nothing left to do.')
    : refuse('not_marked_to_block', 'This card is not to be blocked on arrival. Nothing was changed.', 'There is nothing to lift.')
  return new Map(cards.filter((card) => isMarked(card) === marked).map((card) => [card.id, refusal]))
}

const asSentence = (text: string): string => (/[.!?…]$/.test(text) ? text : `${text}.`)

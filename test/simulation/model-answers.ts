/** What must follow from what a bureau says. A message counts once; each of its lines by itself, in order. */
import type { FromBureau } from '../../src/production/contract/message.ts'
import { type Model, type ModelMessage, move, openRecall, raise, taken } from './model.ts'

export const keyOf = (bureau: string, message: string): string => `${bureau} ${message}`

/** A bureau has given a message: for the first time, or again. */
export function heard(model: Model, bureau: string, message: FromBureau, brokenOff = false): void {
  const said = firstTime(model, keyOf(bureau, message.message), message.kind, brokenOff)
  if (!said) return
  switch (message.kind) {
    case 'acknowledged': {
      const batch = model.batches.get(message.of)
      if (batch?.bureau === bureau) {
        taken(model, message.of)
        if (batch.status === 'sent') batch.status = 'acknowledged'
        for (const line of message.refused ?? []) count(said, line, report(model, bureau, 'failed', line))
      } else if (![...model.recalls.values()].some((recall) => recall.message === message.of && recall.bureau === bureau))
        raise(model, 'Unknown order', null)
      break
    }
    case 'cut-off': {
      const batch = model.batches.get(message.batch)
      if (batch?.bureau === bureau) batch.cutOff = Date.parse(message.until)
      else raise(model, 'Unknown order', null)
      break
    }
    case 'recall-accepted':
    case 'recall-refused':
      for (const line of message.lines) count(said, line, recallAnswer(model, bureau, message.kind === 'recall-accepted', line))
      break
    default:
      // What is said about an order proves that the bureau has its batch.
      for (const { order } of message.lines) {
        const known = model.orders.get(order)
        const batch = known?.status === 'claimed' ? (known.batch ?? '') : ''
        if (model.batches.get(batch)?.bureau === bureau) taken(model, batch)
      }
      for (const line of message.lines)
        count(said, line, report(model, bureau, message.kind, line, 'carrier' in message ? message : undefined))
  }
  // All lines that fit nothing are one incident, about the card where there is one such line.
  const [first] = said.wrong
  const kind = message.kind.startsWith('recall') ? 'Recall that does not fit' : 'Answer that does not fit'
  if (first) raise(model, kind, said.wrong.length === 1 ? first.card : null)
}

/** Something came that is no message. */
export function unreadable(model: Model, bureau: string, source: string): void {
  if (firstTime(model, keyOf(bureau, source), 'unreadable', false)) raise(model, 'Unreadable answer', null)
}

type Said = ModelMessage & { readonly wrong: Line[] }
type Line = { readonly order: string; readonly card: string; readonly chipNumber?: string }
type Verdict = 'recorded' | 'nothing new' | 'wrong' | 'ghost'

/** The message where it is said for the first time. */
function firstTime(model: Model, key: string, kind: string, brokenOff: boolean): Said | undefined {
  const known = model.messages.get(key)
  if (known) {
    known.repeats++
    return undefined
  }
  const said: Said = { kind, repeats: 0, recorded: 0, unmatched: 0, brokenOff, wrong: [] }
  model.messages.set(key, said)
  return said
}

function count(said: Said, line: Line, verdict: Verdict): void {
  if (verdict === 'recorded') said.recorded++
  if (verdict === 'wrong' || verdict === 'ghost') said.unmatched++
  if (verdict === 'wrong') said.wrong.push(line)
}

/** Whether the card was made under this order, and under no later one. */
const isMade = (model: Model, { order, card }: Line): boolean =>
  model.newest.get(card)?.id === order && MADE.includes(model.cards.get(card)?.state ?? '')

const MADE = ['produced', 'active', 'inactive', 'locked', 'expired', 'blocked', 'destroyed']

function report(
  model: Model,
  bureau: string,
  kind: 'in-production' | 'produced' | 'shipped' | 'failed',
  line: Line,
  shipment?: { readonly carrier: string; readonly tracking?: string },
): Verdict {
  const [order, card] = [model.orders.get(line.order), model.cards.get(line.card)]
  if (!order || !card || order.card !== line.card || order.bureau !== bureau) return 'wrong'
  const isShipped = kind === 'shipped'
  switch (order.status) {
    case 'queued':
    case 'claimed':
      return 'wrong'
    case 'withdrawn':
      if (kind === 'failed') return 'wrong'
      raise(model, 'Ghost card', line.card)
      return 'ghost'
    case 'recalled':
      if (kind === 'in-production' || kind === 'failed') return 'nothing new'
      raise(model, 'Ghost card', line.card)
      return 'ghost'
    case 'sent':
      if (kind === 'in-production') {
        if (card.state !== 'ordered') return 'nothing new'
        move(card, 'inProduction')
        return 'recorded'
      }
      order.status = 'answered'
      move(card, kind === 'failed' ? 'failed' : 'produced')
      if (kind !== 'failed' && card.marked) move(card, 'blocked')
      card.chip = line.chipNumber ?? card.chip
      miss(model, line.card)
      break
    case 'answered': {
      if (kind === 'in-production') return 'nothing new'
      if (kind === 'failed') return isMade(model, line) ? 'wrong' : 'nothing new'
      if (!isMade(model, line)) return 'wrong'
      if (!isShipped) return 'nothing new'
    }
  }
  if (isShipped) {
    if (!['produced', 'active', 'inactive', 'blocked'].includes(card.state)) return 'nothing new'
    card.shipment = `${shipment?.carrier} ${shipment?.tracking}`
  }
  return 'recorded'
}

/** The bureau had finished with a card before it answered its recall. */
function miss(model: Model, card: string): void {
  const recall = openRecall(model, card)
  if (recall) recall.state = 'missed'
}

function recallAnswer(model: Model, bureau: string, isAccepted: boolean, line: Line & { readonly recall: string }): Verdict {
  const recall = model.recalls.get(line.recall)
  if (!recall || recall.order !== line.order || recall.card !== line.card || recall.bureau !== bureau) return 'wrong'
  const becomes = isAccepted ? 'accepted' : 'refused'
  if (recall.state === becomes) return 'nothing new'
  // Of a card that it has finished with it may say no, or that it stopped it; but not that it stopped what it made.
  if (recall.state === 'missed') return isAccepted && isMade(model, line) ? 'wrong' : 'nothing new'
  if (!['asked', 'sent', 'overdue'].includes(recall.state)) return 'wrong'
  recall.state = becomes
  const order = model.orders.get(recall.order)
  if (!isAccepted || !order) return 'recorded'
  order.status = 'recalled'
  move(model.cards.get(recall.card), 'aborted')
  return 'recorded'
}

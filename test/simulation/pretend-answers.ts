/** What a pretended bureau will say, over the next days; most of it sensible. */
import type { FromBureau, Manifest, Recall } from '../../src/production/contract/message.ts'
import { between, type Chance, oneOf } from '../chance.ts'

const HOUR = 3_600_000

/** Something that it will say, and when. */
export interface Due {
  at: number
  message: FromBureau
}

export interface Speech {
  readonly chance: Chance
  now(): number
  /** Says something in so many hours. */
  say(kind: FromBureau['kind'], hours: number, body: Record<string, unknown>): FromBureau
  /** Says the same once more. */
  again(message: FromBureau, hours: number): void
  stranger(): Line | undefined
  /** Every order that it has. */
  others(): readonly Line[]
}

interface Line {
  readonly order: string
  readonly card: string
}

/** Everything about a batch. Answers its acknowledgement, where it acknowledges. */
export function reportsOf(speech: Speech, { batch, orders }: Manifest): FromBureau | undefined {
  const { chance, say, again } = speech
  const lines: Line[] = orders.map(({ order, card }) => ({ order, card }))
  const refused = chance() < 0.25 ? lines.filter(() => chance() < 0.3) : []
  const good = lines.filter((line) => !refused.includes(line))
  const acknowledged = chance() < 0.85 || refused.length > 0 ? acknowledge(speech, batch, lines, refused) : undefined
  if (acknowledged && chance() < 0.3) acknowledge(speech, batch, lines, [])
  if (chance() < 0.4)
    say('cut-off', between(chance, 0, 30), { batch, until: new Date(speech.now() + between(chance, 1, 60) * HOUR).toISOString() })
  const [begins, ends] = [between(chance, 1, 60), between(chance, 2, 120)]
  const failed = good.filter(() => chance() < 0.12)
  const made = good.filter((line) => !failed.includes(line))
  const readOut = (line: Line) => ({ ...line, ...(chance() < 0.8 && { chipNumber: `04${Math.floor(chance() * 1e12).toString(16)}` }) })
  if (good.length > 0) {
    const inProduction = say('in-production', begins, { lines: good })
    if (chance() < 0.2) again(inProduction, between(chance, 0, 200))
  }
  if (failed.length > 0) say('failed', ends, { lines: failed.map(broken) })
  const isReported = chance() < 0.75
  if (made.length > 0 && isReported) {
    const produced = say('produced', ends, { lines: made.map(readOut) })
    if (chance() < 0.3) again(produced, ends + between(chance, 0, 400))
    if (chance() < 0.15) say('produced', ends + between(chance, 0, 400), { lines: made.map(readOut) })
  }
  if (made.length > 0 && (!isReported || chance() < 0.6)) ship(speech, made, ends)
  nonsense(speech, lines, ends)
  return acknowledged
}

const acknowledge = ({ chance, say }: Speech, of: string, lines: readonly Line[], refused: readonly Line[]): FromBureau =>
  say('acknowledged', between(chance, 0, 30), {
    of,
    ...(refused.length > 0 && { refused: refused.map(broken) }),
    ...(chance() < 0.5 && { references: lines.map(({ order }) => ({ order, reference: `R-${order.slice(-6)}` })) }),
  })

const broken = (line: Line) => ({ ...line, code: 'photo', text: 'The photo could not be printed.' })

/** In one shipment, or in two. */
function ship({ chance, say }: Speech, made: readonly Line[], ends: number): void {
  const halves = chance() < 0.5 || made.length === 1 ? [made] : [made.slice(0, 1), made.slice(1)]
  for (const [at, lines] of halves.entries())
    say('shipped', ends + between(chance, 0, 80), {
      carrier: 'Post',
      tracking: `P-${Math.floor(chance() * 1e9)}`,
      ...(halves.length > 1 && { part: { number: at + 1, of: halves.length } }),
      lines,
    })
}

/** What it confuses, takes back, and makes up. */
function nonsense({ chance, say, stranger, others }: Speech, lines: readonly Line[], ends: number): void {
  const line = oneOf(chance, lines)
  if (!line) return
  const kind = (): 'produced' | 'failed' | 'in-production' => oneOf(chance, ['produced', 'failed', 'in-production'] as const) ?? 'produced'
  const about = (which: 'produced' | 'failed' | 'in-production', told: readonly Line[]): unknown =>
    say(which, ends + between(chance, 0, 300), { lines: which === 'failed' ? told.map(broken) : told })
  if (chance() < 0.4) about(kind(), [line])
  if (chance() < 0.2) {
    // Another card than the order's, in the same message as the right one, and before or behind it.
    const other = oneOf(chance, others())
    const both = [line, { order: line.order, card: other?.card ?? line.order }]
    about(kind(), chance() < 0.5 ? both : both.reverse())
  }
  const strange = stranger()
  if (strange && chance() < 0.3) about(kind(), [strange])
  if (strange && chance() < 0.1) about(kind(), [strange, { order: line.card, card: line.card }, line, line])
  if (strange && chance() < 0.05) say('acknowledged', ends, { of: strange.order })
  if (strange && chance() < 0.05) say('cut-off', ends, { batch: strange.order, until: '2026-06-01T00:00:00Z' })
}

/** What it will answer to recalls: yes, no, nothing, or yes when it is too late. What it stops it mostly does not produce. */
export function recallAnswers(
  { chance, say, again, stranger }: Speech,
  { message, lines }: Recall,
  due: readonly Due[],
): FromBureau | undefined {
  const acknowledged = chance() < 0.5 ? say('acknowledged', 0, { of: message }) : undefined
  const [yes, no] = [lines.filter(() => chance() < 0.5), lines.filter(() => chance() < 0.3)]
  const firm = no.filter((line) => !yes.includes(line) || chance() < 0.1)
  const hours = between(chance, 0, 40)
  const answer =
    yes.length > 0 ? say('recall-accepted', hours, { lines: yes.map(({ recall, order, card }) => ({ recall, order, card })) }) : undefined
  if (answer && chance() < 0.2) again(answer, hours + between(chance, 0, 40))
  if (firm.length > 0) say('recall-refused', hours, { lines: firm.map((line) => ({ ...line, code: 'late', text: 'It is too late.' })) })
  const strange = stranger()
  const [line] = lines
  if (strange && line && chance() < 0.1) say('recall-accepted', hours, { lines: [{ ...line, card: strange.card }] })
  if (strange && line && chance() < 0.1) say('recall-accepted', hours, { lines: [{ ...line, order: strange.order }, line] })
  if (chance() < 0.8) for (const { order } of yes) forget(due, order)
  return acknowledged ?? (hours === 0 ? answer : undefined)
}

/** It will not say that it made what it stopped. */
function forget(due: readonly Due[], order: string): void {
  for (const entry of due) {
    const { message } = entry
    if (message.kind !== 'produced' && message.kind !== 'shipped' && message.kind !== 'in-production') continue
    const rest = (message.lines as readonly Line[]).filter((line) => line.order !== order)
    if (rest.length > 0 && rest.length < message.lines.length) entry.message = { ...message, lines: rest } as FromBureau
  }
}

import type { Catalog } from '../catalog/catalog.ts'
import { card as cardTemplate } from '../catalog/objects/card.ts'
import { recordCardFailed } from '../catalog/use-cases/record-card-failed.ts'
import { recordCardInProduction } from '../catalog/use-cases/record-card-in-production.ts'
import { recordCardProduced } from '../catalog/use-cases/record-card-produced.ts'
import { recordCardShipped } from '../catalog/use-cases/record-card-shipped.ts'
import type { Input } from '../engine/form.ts'
import type { UseCase } from '../engine/use-case.ts'
import { bureauActor } from '../identity/actor.ts'
import type { ToldAnswer, ToldShipment } from '../production/answer-tasks.ts'
import type { Failed, InProduction, Produced, Shipped } from '../production/contract/message.ts'
import { type Fit, fitOf, type Reported } from '../production/fit.ts'
import type { UnmatchedLine } from '../store/bureau-message.ts'
import { readObjects } from '../store/object.ts'
import { ordersByIds, ordersOf, type StoredOrder } from '../store/order.ts'
import { begin } from './begin.ts'
import { openIncidents, type Trouble } from './incidents.ts'
import { LEG_LIMIT } from './leg.ts'
import { missRecalls } from './recall-answers.ts'
import { type Lines, NO_LINES, plus, type Reporter } from './reporter.ts'
import type { World } from './world.ts'

type Message = InProduction | Produced | Shipped | Failed
type Line = { readonly order: string; readonly card: string } & Partial<{
  readonly chipNumber: string
  readonly serialNumber: string
  readonly text: string
}>

/**
 * Records what a bureau reports about cards. Every line is matched with the order it names; what is news becomes runs that the bureau
 * performs, a thousand cards at a time; what does not fit changes nothing and becomes an incident.
 */
export async function recordReports(world: World, bureau: Reporter, message: Message): Promise<Lines> {
  let sum = NO_LINES
  const [troubles, strange]: [Trouble[], UnmatchedLine[]] = [[], []]
  for (const lines of inGroups(message.lines)) {
    // Another node may record the same at this moment: what was refused is looked at once more, as it stands then.
    let left: readonly Line[] = lines
    for (let looks = 1; left.length > 0; looks++) {
      const { orders, fits } = await fitsOf(world, bureau, message.kind, left)
      const has = (fit: Fit): Line[] => left.filter((line) => fits.get(line) === fit)
      const { done, refused } = await recordLines(world, bureau, message, has('record'), orders)
      await missFinished(world, bureau, message.kind, [...done, ...has('unchanged').map(({ card }) => card)])
      const ghosts = has('ghost')
      troubles.push(...ghosts.map((line) => ghost(bureau, message, line, orders.get(line.order))))
      const wrong = [
        ...has('unknown').map((line) => unmatched(line, 'The bureau was never given this order.')),
        ...has('contradiction').map((line) => unmatched(line, 'This goes against what the bureau reported before.')),
        ...(looks === LOOKS ? refused.map(({ line, why }) => unmatched(line, why)) : []),
      ]
      strange.push(...wrong)
      sum = plus(sum, {
        recorded: done.length,
        unchanged: has('unchanged').length,
        late: has('late').length,
        unmatched: [...wrong, ...ghosts.map((line) => unmatched(line, 'The order of this card was aborted or stopped.'))],
      })
      left = looks === LOOKS ? [] : refused.map(({ line }) => line)
    }
  }
  await openIncidents(world, bureau, [...troubles, ...aboutLines(bureau, message, strange)])
  return sum
}

const LOOKS = 2

/** How each line fits. An order may be named by several lines, of which at most one names its card. */
async function fitsOf(
  world: World,
  bureau: Reporter,
  kind: Reported,
  lines: readonly Line[],
): Promise<{ orders: ReadonlyMap<string, StoredOrder>; fits: ReadonlyMap<Line, Fit> }> {
  const orders = await ordersByIds(
    world.db,
    lines.map(({ order }) => order),
  )
  const cards = lines.map(({ card }) => card)
  const states = await statesOf(world, cards)
  const newest = await ordersOf(world.db, cards)
  const fits = new Map(
    lines.map((line) => {
      const { order, card } = line
      const about = { state: states.get(card) ?? '', isNewest: newest.get(card)?.id === order }
      return [line, fitOf(kind, { card, bureau: bureau.name }, orders.get(order), about)]
    }),
  )
  return { orders, fits }
}

/** Recalls of cards that the bureau has finished with came too late; also where it said so before, and we were cut off. */
async function missFinished(world: World, bureau: Reporter, kind: Reported, cards: readonly string[]): Promise<void> {
  if (kind === 'in-production') return
  await missRecalls(world, bureau, cards, kind === 'failed' ? 'The bureau could not produce the card.' : 'The card was produced.')
}

interface Refused {
  readonly line: Line
  readonly why: string
}

const USE_CASES: Readonly<Record<Reported, UseCase>> = {
  'in-production': recordCardInProduction,
  produced: recordCardProduced,
  shipped: recordCardShipped,
  failed: recordCardFailed,
}

/** Records lines that are news. A card that is shipped and was not reported produced is recorded as produced first. */
async function recordLines(
  world: World,
  bureau: Reporter,
  message: Message,
  lines: readonly Line[],
  orders: ReadonlyMap<string, StoredOrder>,
): Promise<{ done: string[]; refused: Refused[] }> {
  if (lines.length === 0) return { done: [], refused: [] }
  if (message.kind !== 'shipped') return run(world, bureau, USE_CASES[message.kind], lines, { answers: answersOf(lines) })
  const unreported = lines.filter(({ order }) => orders.get(order)?.status === 'sent')
  const first =
    unreported.length > 0 ? await run(world, bureau, recordCardProduced, unreported, { answers: answersOf(unreported) }) : { refused: [] }
  const given = new Set(first.refused.map(({ line }) => line.card))
  const { carrier, tracking = null, part } = message
  const told: ToldShipment = { carrier, trackingNumber: tracking, part: part ? `${part.number} of ${part.of}` : null }
  const states = await statesOf(
    world,
    lines.map(({ card }) => card),
  )
  const shipped = lines.filter(({ card }) => !given.has(card) && recordCardShipped.in.includes(states.get(card) ?? ''))
  const end = shipped.length > 0 ? await run(world, bureau, recordCardShipped, shipped, { ...told }) : { done: [], refused: [] }
  return { done: end.done, refused: [...first.refused, ...end.refused] }
}

async function run(
  world: World,
  bureau: Reporter,
  { slug }: UseCase,
  lines: readonly Line[],
  told: Input,
): Promise<{ done: string[]; refused: Refused[] }> {
  const outcome = await begin(world, bureauActor(bureau.label), { useCase: slug, objects: lines.map(({ card }) => card), told })
  // Where nothing can be recorded at all it throws, for an answer that was lost silently would be a card that was lost.
  if (!outcome.end) throw new Error(`The bureau's answer was not recorded. ${outcome.kind === 'refused' ? outcome.refusal.sentence : ''}`)
  const refusals = new Map(outcome.end.objects.flatMap(({ objectId, refusal }) => (refusal ? [[objectId, refusal] as const] : [])))
  return {
    done: lines.map(({ card }) => card).filter((card) => !refusals.has(card)),
    refused: lines.flatMap((line) => {
      const refusal = refusals.get(line.card)
      return refusal ? [{ line, why: refusal.sentence.includes('·') ? 'The card is in another state now.' : refusal.sentence }] : []
    }),
  }
}

const answersOf = (lines: readonly Line[]): Record<string, ToldAnswer> =>
  Object.fromEntries(
    lines.map(({ card, order, chipNumber, serialNumber, text }) => [
      card,
      {
        order,
        ...(chipNumber !== undefined && { chipNumber }),
        ...(serialNumber !== undefined && { serialNumber }),
        ...(text !== undefined && { text }),
      },
    ]),
  )

/** The states of cards, of whatever template. */
async function statesOf({ db, catalog }: { db: World['db']; catalog: Catalog }, ids: readonly string[]): Promise<Map<string, string>> {
  const templates = catalog.templates.filter(({ table }) => table === cardTemplate.table)
  const found = (await Promise.all(templates.map((template) => readObjects(db, template, ids)))).flat()
  return new Map(found.map(({ id, state }) => [id, state]))
}

/** Lines in the order they were given, at most a leg's at a time, and none twice about one card. */
function inGroups(lines: readonly Line[]): Line[][] {
  const groups: Line[][] = []
  let cards = new Set<string>()
  for (const line of lines) {
    const group = groups.at(-1)
    if (group && group.length < LEG_LIMIT && !cards.has(line.card)) group.push(line)
    else {
      groups.push([line])
      cards = new Set()
    }
    cards.add(line.card)
  }
  return groups
}

const unmatched = ({ order, card }: Line, why: string): UnmatchedLine => ({ order, card, why })

const WORDS: Readonly<Record<Reported, string>> = {
  'in-production': 'in production',
  produced: 'produced',
  shipped: 'shipped',
  failed: 'failed',
}

function ghost(bureau: Reporter, { kind, message }: Message, { card }: Line, order: StoredOrder | undefined): Trouble {
  const how = order?.status === 'recalled' ? 'although it had accepted the recall' : 'although its order was aborted and never handed over'
  return {
    kind: 'Ghost card',
    what: `${bureau.label} reports a card as ${WORDS[kind]} ${how}. The card stays Aborted and can never be activated; find it and have it destroyed.`,
    card,
    batch: order?.batch?.id ?? null,
    message,
  }
}

function aboutLines(bureau: Reporter, message: Message, lines: readonly UnmatchedLine[]): Trouble[] {
  const [first] = lines
  if (!first) return []
  const many = lines.length === 1 ? 'one card' : `${lines.length} cards`
  return [
    {
      kind: 'Answer that does not fit',
      what: `${bureau.label} reports ${many} as ${WORDS[message.kind]}, which does not fit. ${first.why} Nothing was changed; ask ${bureau.label} what became of ${lines.length === 1 ? 'it' : 'them'}.`,
      card: lines.length === 1 ? first.card : null,
      batch: null,
      message: message.message,
    },
  ]
}

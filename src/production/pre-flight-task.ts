import { type BureauDefinition, layoutFor } from '../catalog/bureau-definition.ts'
import type { Layout } from '../catalog/layout.ts'
import { type Refusal, refuse } from '../engine/refusal.ts'
import type { Glance, Held, Refusals, Task } from '../store/task.ts'
import { bureauInForce } from './bureaus-in-force.ts'
import { type CardToPrint, cardsToPrint } from './cards-to-print.ts'

/** The bureau that an order placed now goes to. */
export type BureauFor = (glance: Glance) => BureauDefinition

/**
 * The pre-flight of orders: what the bureau would refuse is told before the order is placed. It stands in a drawing before anything is
 * made or entered, for cards and for users for whom cards are made out.
 */
export const preFlightTask = (bureauFor: BureauFor = bureauInForce): Task => ({
  label: 'Check that the bureau can print the card',
  fails: { not_printable: 'The bureau could not print the card as it would be ordered now.' },
  foresee: (glance, objects) => notPrintable(glance, bureauFor(glance), undefined, objects),
  run: (hand, objects) => notPrintable(hand, bureauFor(hand), hand.input['validTo'], objects),
})

/**
 * The same for a card that is made out to be ordered later: only of what it then keeps. Photo and whatever else belongs to its holder may
 * still become what the bureau wants.
 */
export const preFlightOfDataTask = (bureauFor: BureauFor = bureauInForce): Task => {
  const kept = (glance: Glance): BureauDefinition => {
    const bureau = bureauFor(glance)
    return { ...bureau, layouts: Object.fromEntries(templatesOf(glance).map((name) => [name, ofCard(layoutFor(bureau, name))])) }
  }
  return { ...preFlightTask(kept), label: 'Check that the bureau can print what the card will hold' }
}

export const preFlightTasks: Readonly<Record<string, Task>> = {
  'production.pre-flight': preFlightTask(),
  'production.pre-flight-of-data': preFlightOfDataTask(),
}

async function notPrintable(glance: Glance, bureau: BureauDefinition, validTo: unknown, objects: readonly Held[]): Promise<Refusals> {
  const [template] = templatesOf(glance)
  if (template === undefined) throw new Error(`The pre-flight is of cards, and a ${glance.template.label} neither is one nor gets one.`)
  const rules = { layout: layoutFor(bureau, template), bureau: bureau.label, validTo }
  const cards = await cardsToPrint(
    glance,
    rules,
    objects.map(({ stored }) => stored),
  )
  return new Map(cards.flatMap((card) => (card.problems.length === 0 ? [] : [[card.id, refusalOf(card, rules.layout, glance)] as const])))
}

const ofCard = (layout: Layout): Layout => ({
  ...layout,
  fields: layout.fields.filter(({ from }) => from.startsWith('card.')),
  photo: null,
})

/** The template of the cards in question. */
const templatesOf = ({ template, makes }: Glance): string[] =>
  [template, makes].flatMap((each) => (each?.table === 'card' ? [each.name] : []))

function refusalOf({ problems }: CardToPrint, layout: Layout, { template }: Glance): Refusal {
  const said = problems.slice(0, MOST_SAID).map(({ sentence }) => sentence)
  const more = problems.length - said.length
  const why = [...said, ...(more > 0 ? [`And ${more} more.`] : [])].join(' ')
  // A card keeps what it was made out with; only what is read from its holder can still be put right.
  const isKept =
    template.table === 'card' &&
    problems.some(({ field }) => layout.fields.some(({ name, from }) => name === field && from.startsWith('card.')))
  return refuse(
    'not_printable',
    `The card cannot be printed. ${why} Nothing was changed.`,
    isKept
      ? 'The card keeps what it was made out with: correct the user and order another card, or ask an administrator about the layout.'
      : 'Correct the user first, or ask an administrator about the layout of the card.',
  )
}

/** So many are read; whoever corrects these sees the others. */
const MOST_SAID = 5

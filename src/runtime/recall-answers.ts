import { card } from '../catalog/objects/card.ts'
import { recordRecallAccepted } from '../catalog/use-cases/record-recall-accepted.ts'
import { recordRecallMissed } from '../catalog/use-cases/record-recall-missed.ts'
import { recordRecallRefused } from '../catalog/use-cases/record-recall-refused.ts'
import { bureauActor } from '../identity/actor.ts'
import type { RecallAccepted, RecallRefused } from '../production/contract/message.ts'
import type { UnmatchedLine } from '../store/bureau-message.ts'
import { readObjects } from '../store/object.ts'
import { ordersOf } from '../store/order.ts'
import { openRecallsOf, recallsByIds } from '../store/recall.ts'
import { openIncidents } from './incidents.ts'
import { performInLegs } from './perform-in-legs.ts'
import { type Lines, NO_LINES, type Reporter } from './reporter.ts'
import type { World } from './world.ts'

/** Records what a bureau answers to recalls: an order that it stopped is aborted, any other goes on. */
export async function recordRecallAnswers(world: World, bureau: Reporter, message: RecallAccepted | RecallRefused): Promise<Lines> {
  const isAccepted = message.kind === 'recall-accepted'
  const wanted = isAccepted ? 'accepted' : 'refused'
  const known = await recallsByIds(
    world.db,
    message.lines.map(({ recall }) => recall),
  )
  const answers: Record<string, string> = {}
  const unmatched: UnmatchedLine[] = []
  let [unchanged, late] = [0, 0]
  const made = isAccepted ? await producedCards(world, message.lines) : new Set<string>()
  for (const line of message.lines) {
    const found = known.get(line.recall)
    if (found?.orderId !== line.order || found.cardId !== line.card || found.bureau !== bureau.name)
      unmatched.push({ order: line.order, card: line.card, why: 'The bureau was never asked this.' })
    else if (found.state === wanted) unchanged++
    else if (found.state === 'missed' && !(isAccepted && made.has(line.card))) late++
    else answers[line.recall] = 'text' in line ? line.text : 'The order is stopped.'
  }
  const ids = Object.keys(answers)
  const refused = await performInLegs(world, bureauActor(bureau.label), isAccepted ? recordRecallAccepted : recordRecallRefused, ids, {
    answers,
  })
  for (const found of (await recallsByIds(world.db, refused)).values()) {
    // Another node may have recorded the same at this moment.
    if (found.state === wanted) unchanged++
    else unmatched.push({ order: found.orderId, card: found.cardId, why: 'The bureau had finished with the card before.' })
  }
  const strange = unmatched.length
  if (strange > 0)
    await openIncidents(world, bureau, [
      {
        kind: 'Recall that does not fit',
        what: `${bureau.label} says that ${strange === 1 ? 'a recall is' : `${strange} recalls are`} ${wanted}, which does not fit. ${unmatched[0]?.why} Nothing was changed; ask ${bureau.label} what became of ${strange === 1 ? 'the card' : 'the cards'}.`,
        card: strange === 1 ? (unmatched[0]?.card ?? null) : null,
        batch: null,
        message: message.message,
      },
    ])
  return { ...NO_LINES, recorded: ids.length - refused.length, unchanged, late, unmatched }
}

/** The cards of these lines that the bureau has reported produced: to say now that they were stopped goes against that. */
async function producedCards(world: World, lines: readonly { readonly order: string; readonly card: string }[]): Promise<Set<string>> {
  const ids = lines.map((line) => line.card)
  const states = new Map((await readObjects(world.db, card, ids)).map(({ id, state }) => [id, state]))
  const newest = await ordersOf(world.db, ids)
  // An order that another came after had failed.
  const isMade = ({ order, card: id }: { readonly order: string; readonly card: string }): boolean =>
    newest.get(id)?.id === order && !['failed', 'aborted'].includes(states.get(id) ?? '')
  return new Set(lines.filter(isMade).map((line) => line.card))
}

/** Ends the recalls of cards that the bureau has finished with. */
export async function missRecalls(world: World, bureau: Reporter, cards: readonly string[], what: string): Promise<void> {
  if (cards.length === 0) return
  const open = [...(await openRecallsOf(world.db, cards)).values()]
  const answers = Object.fromEntries(open.map(({ id }) => [id, what]))
  await performInLegs(world, bureauActor(bureau.label), recordRecallMissed, Object.keys(answers), { answers })
}

import { isId } from '../kit/id.ts'
import { CLAIMS, cardsClaimedBy } from '../store/claim-news.ts'
import type { World } from './world.ts'

/** What was claimed: the cards, or more than can be named. */
export type Claimed = readonly { readonly template: string; readonly id: string }[] | 'many'

const PAUSE = 1000
const MOST = 300

/**
 * Hears of claims, by this node or another, and tells of the first at once: whoever looks at an order sees it leave in that second. What a
 * large release claims batch after batch is gathered and told once a second. Nothing is looked up while `wanted` says that nobody listens.
 */
export async function hearClaims(
  { db }: Pick<World, 'db'>,
  wanted: () => boolean,
  told: (claimed: Claimed) => void,
  failed: (error: unknown) => void,
): Promise<() => Promise<void>> {
  let batches = new Set<string>()
  let pause: NodeJS.Timeout | undefined
  let telling: Promise<void> | undefined

  const tell = async (): Promise<void> => {
    const asked = [...batches]
    batches = new Set()
    // After a gap in what is heard there is no name: anything may have been claimed.
    if (!asked.every(isId)) return told('many')
    const cards = await cardsClaimedBy(db, asked, MOST + 1)
    if (cards.length > 0) told(cards.length > MOST ? 'many' : cards)
  }
  const tellSoon = (): void => {
    if (pause || batches.size === 0) return
    pause = setTimeout(() => {
      pause = undefined
      tellSoon()
    }, PAUSE)
    telling = Promise.resolve(telling).then(tell).catch(failed)
  }
  const stop = await db.listen(CLAIMS, (batch) => {
    if (!wanted()) return
    batches.add(batch)
    tellSoon()
  })
  return async () => {
    await stop()
    batches.clear()
    clearTimeout(pause)
    await telling
  }
}
